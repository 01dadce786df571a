package io.github.recovery4j.examples.digest;

import io.github.recovery4j.job.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar with rate and estimate. It is told how wide the terminal is: left to itself, the library would ask
 * JLine, which takes the handler of SIGINT away, so that Ctrl-C would end the JVM without its shutdown hooks.
 */
final class Bar implements Display {

    private static final int USUAL_WIDTH = 80;
    private static final int NARROWEST = 40;
    private static final long MEGABYTE = 1_000_000;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private @Nullable ProgressBar bar;
    private String total = "";

    Bar(PrintStream out) {
        this.out = out;
    }

    @Override
    public void listing() {
        out.print("listing the files …");
        out.flush();
    }

    @Override
    public void begin(long position, long total, long files, long allFiles) {
        out.print(CLEAR_LINE);
        this.total = " of " + Describe.count(allFiles) + " files";
        bar = new ProgressBarBuilder()
                .setTaskName("digest")
                .setInitialMax(total)
                .startsFrom(position, Duration.ZERO)
                .setUnit(" MB", MEGABYTE)
                .showSpeed()
                .setStyle(
                        Charset.defaultCharset().equals(StandardCharsets.UTF_8)
                                ? ProgressBarStyle.UNICODE_BLOCK
                                : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(out, width() - 1))
                .build();
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

    @Override
    public void update(long files, Progress progress) {
        if (bar != null) {
            bar.stepTo(progress.done());
            bar.setExtraMessage(" " + Describe.count(files) + total);
        }
    }

    @Override
    public void say(String line) {
        out.println(bar == null ? line : CLEAR_LINE + line);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
