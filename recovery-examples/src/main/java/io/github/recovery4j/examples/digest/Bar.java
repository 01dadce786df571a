package io.github.recovery4j.examples.digest;

import io.github.recovery4j.examples.console.TerminalBar;
import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.job.Progress;
import java.io.PrintStream;

/** A progress bar with rate and estimate. */
final class Bar implements Display {

    private static final long MEGABYTE = 1_000_000;

    private final PrintStream out;
    private final TerminalBar bar;
    private String total = "";

    Bar(PrintStream out) {
        this.out = out;
        this.bar = new TerminalBar("digest", out);
    }

    @Override
    public void listing() {
        out.print("listing the files …");
        out.flush();
    }

    @Override
    public void begin(long position, long total, long files, long allFiles) {
        this.total = " of " + Words.count(allFiles) + " files";
        bar.begin(position, total, builder -> builder.setUnit(" MB", MEGABYTE).showSpeed());
    }

    @Override
    public void update(long files, Progress progress) {
        bar.update(progress.done(), progress.total(), Words.count(files) + total);
    }

    @Override
    public void say(String line) {
        bar.say(line);
    }

    @Override
    public void close() {
        bar.close();
    }
}
