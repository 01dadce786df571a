package io.github.recovery4j.examples.digest;

import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.job.Progress;
import java.io.PrintStream;
import java.time.Duration;

/** A line every few seconds, for logs. */
final class Lines implements Display {

    private static final long INTERVAL = Duration.ofSeconds(5).toNanos();

    private final PrintStream out;
    private long next = System.nanoTime() + INTERVAL;
    private long allFiles;

    Lines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin(long position, long total, long files, long allFiles) {
        this.allFiles = allFiles;
    }

    @Override
    public void update(long files, Progress progress) {
        if (System.nanoTime() - next < 0) {
            return;
        }
        next = System.nanoTime() + INTERVAL;
        say("%s of %s files, %s of %s, %s/s%s"
                .formatted(
                        Words.count(files),
                        Words.count(allFiles),
                        Describe.size(progress.done()),
                        Describe.size(progress.total()),
                        Describe.size(Math.round(progress.perSecond())),
                        progress.remaining()
                                .map(rest -> ", " + Words.time(rest) + " left")
                                .orElse("")));
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    @Override
    public void close() {}
}
