package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.testkit.disk.Crash;
import io.github.recovery4j.testkit.disk.Failure;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Runs a machine again and again, each time with another failing operation, and lets the power go after that. */
final class Faults {

    private final Supplier<Machine> machines;
    private final long seed;
    private final Sample sample;
    private final Explored explored = new Explored();

    /**
     * Prepares it.
     *
     * @param machines makes a new one for each time, all alike
     * @param oneOf of how many faults one is tried: 1 for all of them
     */
    Faults(Supplier<Machine> machines, long seed, int oneOf) {
        this.machines = machines;
        this.seed = seed;
        this.sample = new Sample(oneOf, new SplittableRandom(seed));
    }

    /** Up to its fault a machine goes on as without any, so no fault comes later than the end of that one. */
    SweepReport run() {
        long operations = undisturbed();
        for (long number = 0; number < operations; number++) {
            for (Failure failure : Failure.values()) {
                tryIfTaken(number, failure, false);
                tryIfTaken(number, failure, true);
            }
        }
        if (explored.count() == 0) {
            throw new AssertionError("Nothing was explored: nothing is asked of the disk");
        }
        return new SweepReport(1, operations, explored.count());
    }

    private long undisturbed() {
        Machine machine = machines.get();
        FaultyDisk counting = new FaultyDisk(machine.disk());
        machine.run(counting);
        return counting.operations();
    }

    private void tryIfTaken(long number, Failure failure, boolean forever) {
        if (sample.takesNext()) {
            fail(number, failure, forever);
        }
    }

    private void fail(long number, Failure failure, boolean forever) {
        Machine machine = machines.get();
        Fault fault = forever ? Fault.from(number, failure) : Fault.once(number, failure);
        FaultyDisk disk = new FaultyDisk(machine.disk(), fault);
        try {
            machine.run(disk);
            machine.requireFilesClosed();
            requireFailed(disk);
            inspect(machine);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "'%s', operation %d fails with %s%s: %s (seed %d)"
                            .formatted(machine, number, failure, forever ? " for ever" : "", e, seed),
                    e);
        }
    }

    private static void requireFailed(FaultyDisk disk) {
        if (disk.failures() == 0) {
            throw new AssertionError("it was not asked for this time");
        }
    }

    private void inspect(Machine machine) {
        String expectation = machine.expectation();
        for (Crash crash : Crashes.kinds(machine.disk(), seed)) {
            SimulatedDisk left = machine.disk().crash(crash);
            if (explored.add(left.fingerprint(), expectation)) {
                machine.after(left).inspect(left);
            }
        }
    }
}
