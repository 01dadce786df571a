package io.github.recovery4j.examples.console;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar with an estimate on the last line of a terminal, and lines above it. It is told how wide the terminal is: left
 * to itself, the library would ask JLine, which takes the handler of SIGINT away, so that Ctrl-C would end the JVM without its
 * shutdown hooks. Used by one thread.
 */
public final class TerminalBar implements AutoCloseable {

    private static final String CLEAR_LINE = "\r\033[K";

    private final String task;
    private final PrintStream out;
    private @Nullable ProgressBar bar;

    /**
     * Creates a bar that is not there yet.
     *
     * @param task what it stands for
     * @param out the terminal
     */
    public TerminalBar(String task, PrintStream out) {
        this.task = task;
        this.out = out;
    }

    /** {@return whether it is there} */
    public boolean begun() {
        return bar != null;
    }

    /**
     * Shows it.
     *
     * @param done where it begins
     * @param total where it ends
     * @param settings what else it is to show
     */
    public void begin(long done, long total, UnaryOperator<ProgressBarBuilder> settings) {
        out.print(CLEAR_LINE);
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .startsFrom(done, Duration.ZERO)
                .setStyle(
                        Charset.defaultCharset().equals(StandardCharsets.UTF_8)
                                ? ProgressBarStyle.UNICODE_BLOCK
                                : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(out, Terminal.width() - 1));
        bar = settings.apply(builder).build();
    }

    /**
     * Moves it, if it is there.
     *
     * @param done how far it is
     * @param total where it ends
     * @param text what to say beside it
     */
    public void update(long done, long total, String text) {
        if (bar != null) {
            bar.maxHint(total);
            bar.stepTo(done);
            bar.setExtraMessage(" " + text);
        }
    }

    /**
     * Says something in a line above it.
     *
     * @param line what
     */
    public void say(String line) {
        out.println(bar == null ? line : CLEAR_LINE + line);
    }

    /** Leaves it as it is on its line. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
