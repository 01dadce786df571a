package io.github.recovery4j.examples.sync;

import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.job.Progress;
import java.io.PrintStream;
import java.time.Duration;

/** A line every half minute, for logs. */
final class Lines implements Display {

    private static final long INTERVAL = Duration.ofSeconds(30).toNanos();

    private final PrintStream out;
    private long next = System.nanoTime();

    Lines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void update(SyncProgress.Entry entry, Progress progress) {
        if (System.nanoTime() - next >= 0) {
            next = System.nanoTime() + INTERVAL;
            say(Display.position(entry)
                    + progress.remaining()
                            .map(rest -> ", " + Words.time(rest) + " left")
                            .orElse(""));
        }
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    @Override
    public void close() {}
}
