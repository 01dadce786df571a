package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.disk.Disk;
import java.util.List;

/**
 * Looks at a machine as the next hosts would: they open the storage, find what was promised, take over every run, go on
 * with it, and find that again.
 */
final class Inspection {

    private final Bench bench;

    Inspection(Bench bench) {
        this.bench = bench;
    }

    /** Throws what is wrong, or what the storage throws. */
    void inspect(Disk through) {
        List<RunHistory> runs = bench.history().runs();
        try (Host host = bench.open(through)) {
            runs.forEach(run -> look(host, run));
            runs.forEach(run -> goOn(host, run));
        }
        try (Host host = bench.open(through)) {
            runs.forEach(run -> look(host, run));
        }
    }

    private static void look(Host host, RunHistory run) {
        Loaded loaded = host.load(run);
        expect(loaded.checkpoint().isEmpty() || host.lists(run), run + " can be loaded, but is not listed");
        host.checkAttempts(run);
    }

    private static void goOn(Host host, RunHistory run) {
        if (run.isRemoved()) {
            return;
        }
        host.own(run);
        look(host, run);
        host.save(run);
        look(host, run);
        host.count(run);
    }

    private static void expect(boolean kept, String otherwise) {
        if (!kept) {
            throw new AssertionError(otherwise);
        }
    }
}
