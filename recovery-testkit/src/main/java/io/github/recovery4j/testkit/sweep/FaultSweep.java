package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.testkit.disk.Crash;
import io.github.recovery4j.testkit.disk.Failure;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;

/**
 * Runs a script on a storage again and again, and each time lets another operation of its disk fail, in every way: once,
 * or from then on. What the storage throws must be a {@link io.github.recovery4j.checkpoint.StoreException} or a
 * {@link io.github.recovery4j.lease.LeaseException}, and no descriptor may stay open. Then the disk is whole again, the
 * power goes, and everything must be found that was acknowledged.
 *
 * <p>Not safe for use by many threads.
 */
public final class FaultSweep {

    private final StorageOpener opener;
    private final long seed;

    /**
     * Creates a sweep.
     *
     * @param opener opens the storage under test
     * @param seed makes all choices; the same seed makes the same
     */
    public FaultSweep(StorageOpener opener, long seed) {
        this.opener = opener;
        this.seed = seed;
    }

    /**
     * Runs one script.
     *
     * @param script what to do
     * @return what was tried; never nothing
     * @throws AssertionError if something is wrong; the message says after which fault
     */
    public SweepReport run(Script script) {
        Explored explored = new Explored();
        long operations = 0;
        while (failsAt(script, operations, explored)) {
            operations++;
        }
        if (explored.count() == 0) {
            throw new AssertionError("Nothing was explored: the storage asks nothing of its disk");
        }
        return new SweepReport(1, operations, explored.count());
    }

    /** Whether the script has an operation of this number. */
    private boolean failsAt(Script script, long number, Explored explored) {
        boolean reached = false;
        for (Failure failure : Failure.values()) {
            reached |= fails(script, number, failure, false, explored);
            reached |= fails(script, number, failure, true, explored);
        }
        return reached;
    }

    private boolean fails(Script script, long number, Failure failure, boolean forever, Explored explored) {
        Bench bench = new Bench(opener);
        Fault fault = forever ? Fault.from(number, failure) : Fault.once(number, failure);
        FaultyDisk disk = new FaultyDisk(bench.disk(), fault);
        try {
            bench.player(disk).play(script);
            bench.requireFilesClosed();
            inspect(bench, explored);
            return disk.failures() > 0;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "'%s', operation %d fails with %s%s: %s (seed %d)"
                            .formatted(script, number, failure, forever ? " for ever" : "", e, seed),
                    e);
        }
    }

    private void inspect(Bench bench, Explored explored) {
        String expectation = bench.expectation();
        for (Crash crash : Crash.ofEveryKind(seed)) {
            SimulatedDisk left = bench.disk().crash(crash);
            if (explored.add(left.fingerprint(), expectation)) {
                new Inspection(bench.after(left)).inspect(left);
            }
        }
    }
}
