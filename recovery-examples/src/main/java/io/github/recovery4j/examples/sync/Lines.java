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
            say(position(entry)
                    + progress.remaining()
                            .map(rest -> ", " + Words.time(rest) + " left")
                            .orElse(""));
        }
    }

    private static String position(SyncProgress.Entry entry) {
        return "block %s of %s, slot %s of %s"
                .formatted(
                        Words.count(entry.block()),
                        Words.count(entry.highestBlock()),
                        Words.count(entry.slot()),
                        Words.count(entry.slot() + entry.syncDistance()));
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    @Override
    public void close() {}
}
