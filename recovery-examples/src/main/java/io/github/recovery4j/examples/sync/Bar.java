package io.github.recovery4j.examples.sync;

import io.github.recovery4j.examples.console.TerminalBar;
import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.job.Progress;
import java.io.PrintStream;

/** A progress bar of blocks and slots together. */
final class Bar implements Display {

    private final TerminalBar bar;

    Bar(PrintStream out) {
        this.bar = new TerminalBar("sync", out);
    }

    @Override
    public void update(SyncProgress.Entry entry, Progress progress) {
        if (!bar.begun()) {
            bar.begin(progress.done(), progress.total(), builder -> builder);
        }
        String position = "block %s, slot %s".formatted(Words.count(entry.block()), Words.count(entry.slot()));
        bar.update(progress.done(), progress.total(), position);
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
