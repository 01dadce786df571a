package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.journal.JournalException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what a script says. What fails as a journal may fail is remembered, and the script goes on. */
final class JournalPlayer {

    private final JournalBench bench;
    private final Disk through;
    private final List<RuntimeException> failures = new ArrayList<>();
    private @Nullable JournalHost host;

    JournalPlayer(JournalBench bench, Disk through) {
        this.bench = bench;
        this.through = through;
    }

    /** From the first step to the last; then it closes, unless the script has told it to go away. */
    List<RuntimeException> play(JournalScript script) {
        for (JournalScript.Step step : script.steps()) {
            attempt(() -> play(step));
        }
        attempt(this::close);
        return failures;
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (JournalException e) {
            failures.add(e);
        }
    }

    private void play(JournalScript.Step step) {
        switch (step.action()) {
            case OPEN -> {
                attempt(this::close);
                host = bench.open(through);
            }
            case CLOSE -> close();
            case ABANDON -> host = null;
            default -> {
                if (host != null) {
                    play(host, step);
                }
            }
        }
    }

    private static void play(JournalHost host, JournalScript.Step step) {
        switch (step.action()) {
            case NOW -> host.now(step.size());
            case WITHIN -> host.within(step.size());
            case LATER -> host.later(step.size());
            case SYNC -> host.sync();
            case RELEASE -> host.release();
            case LOOK -> host.look();
            default -> throw new IllegalStateException("No step of an open journal: " + step);
        }
    }

    private void close() {
        JournalHost open = host;
        host = null;
        if (open != null) {
            open.close();
        }
    }
}
