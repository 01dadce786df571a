package io.github.recovery4j.examples.console;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The terminal of this process, if it has one. */
public final class Terminal {

    /** Takes back what is on the line of the cursor. */
    public static final String CLEAR_LINE = "\r\033[K";

    private static final int USUAL_WIDTH = 80;
    private static final int NARROWEST = 40;

    private Terminal() {}

    /** {@return whether there is one} Since JDK 22 there is a console without a terminal too; it knows. */
    @SuppressWarnings("SystemConsoleNull") // it is null without a terminal up to JDK 21
    public static boolean attached() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    /**
     * {@return a bar as wide as the terminal} It is told the width: left to itself, the library would ask JLine, which takes
     * the handler of SIGINT away, so that Ctrl-C would end the JVM without its shutdown hooks.
     *
     * @param task what it stands for
     * @param out where it is drawn
     */
    public static ProgressBarBuilder bar(String task, PrintStream out) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(
                        Charset.defaultCharset().equals(StandardCharsets.UTF_8)
                                ? ProgressBarStyle.UNICODE_BLOCK
                                : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(out, width() - 1));
    }

    private static int width() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            int columns = Integer.parseInt(size.substring(size.indexOf(' ') + 1).trim());
            return columns > 0 ? Math.max(NARROWEST, columns) : USUAL_WIDTH;
        } catch (IOException | NumberFormatException e) {
            return USUAL_WIDTH;
        }
    }
}
