package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.lease.LeaseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what a script says. What fails as a storage may fail is remembered, and the script goes on. */
final class Player {

    private static final Duration LONG_TIME = Duration.ofDays(8);

    private final Bench bench;
    private final Disk through;
    private final List<RuntimeException> failures = new ArrayList<>();
    private @Nullable Host host;

    Player(Bench bench, Disk through) {
        this.bench = bench;
        this.through = through;
    }

    /** From the first step to the last; then it closes, as a process that ends frees what it has. */
    List<RuntimeException> play(Script script) {
        for (Step step : script.steps()) {
            try {
                play(step);
            } catch (StoreException | LeaseException e) {
                failures.add(e);
            }
        }
        close();
        return failures;
    }

    private void play(Step step) {
        switch (step.action()) {
            case OPEN -> {
                close();
                host = bench.open(through);
            }
            case CLOSE -> close();
            case AGE -> bench.time().advance(LONG_TIME);
            default -> {
                if (host != null) {
                    play(host, step.action(), bench.history().run(step.run()));
                }
            }
        }
    }

    private static void play(Host host, Step.Action action, RunHistory run) {
        switch (action) {
            case OWN -> host.own(run);
            case SAVE -> host.save(run);
            case COUNT -> host.count(run);
            case LOAD -> host.load(run);
            case FINISH -> host.finish(run);
            case REMOVE -> host.remove(run);
            case RELEASE -> host.release(run);
            default -> throw new IllegalStateException("No step with a run: " + action);
        }
    }

    private void close() {
        Host open = host;
        host = null;
        if (open != null) {
            open.close();
        }
    }
}
