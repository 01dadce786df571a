package io.github.recovery4j.examples.sync;

import io.github.recovery4j.examples.console.Terminal;
import io.github.recovery4j.job.Progress;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** A progress bar of blocks and slots together, with an estimate. */
final class Bar implements Display {

    private final PrintStream out;
    private @Nullable ProgressBar bar;

    Bar(PrintStream out) {
        this.out = out;
    }

    @Override
    public void update(SyncProgress.Entry entry, Progress progress) {
        ProgressBar shown = bar == null ? begin(progress) : bar;
        bar = shown;
        shown.maxHint(progress.total());
        shown.stepTo(progress.done());
        shown.setExtraMessage(" " + Display.position(entry));
    }

    private ProgressBar begin(Progress progress) {
        return Terminal.bar("sync", out)
                .setInitialMax(progress.total())
                .startsFrom(progress.done(), Duration.ZERO)
                .build();
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
