package io.github.recovery4j.examples.digest;

import io.github.recovery4j.examples.console.Terminal;
import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.job.Progress;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** A progress bar with rate and estimate. */
final class Bar implements Display {

    private static final long MEGABYTE = 1_000_000;

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
        out.print(Terminal.CLEAR_LINE);
        this.total = " of " + Words.count(allFiles) + " files";
        bar = Terminal.bar("digest", out)
                .setInitialMax(total)
                .startsFrom(position, Duration.ZERO)
                .setUnit(" MB", MEGABYTE)
                .showSpeed()
                .build();
    }

    @Override
    public void update(long files, Progress progress) {
        if (bar != null) {
            bar.stepTo(progress.done());
            bar.setExtraMessage(" " + Words.count(files) + total);
        }
    }

    @Override
    public void say(String line) {
        out.println(bar == null ? line : Terminal.CLEAR_LINE + line);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
