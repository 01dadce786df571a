package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.testkit.disk.Crash;
import io.github.recovery4j.testkit.disk.Failure;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.util.function.Supplier;

/** Runs a machine again and again, each time with another failing operation, and lets the power go after that. */
final class Faults {

    private final Supplier<Machine> machines;
    private final long seed;
    private final Explored explored = new Explored();

    /**
     * Prepares it.
     *
     * @param machines makes a new one for each time, all alike
     */
    Faults(Supplier<Machine> machines, long seed) {
        this.machines = machines;
        this.seed = seed;
    }

    SweepReport run() {
        long operations = 0;
        while (failsAt(operations)) {
            operations++;
        }
        if (explored.count() == 0) {
            throw new AssertionError("Nothing was explored: nothing is asked of the disk");
        }
        return new SweepReport(1, operations, explored.count());
    }

    /** Whether the program has an operation of this number. */
    private boolean failsAt(long number) {
        boolean reached = false;
        for (Failure failure : Failure.values()) {
            reached |= fails(number, failure, false);
            reached |= fails(number, failure, true);
        }
        return reached;
    }

    private boolean fails(long number, Failure failure, boolean forever) {
        Machine machine = machines.get();
        Fault fault = forever ? Fault.from(number, failure) : Fault.once(number, failure);
        FaultyDisk disk = new FaultyDisk(machine.disk(), fault);
        try {
            machine.run(disk);
            machine.requireFilesClosed();
            inspect(machine);
            return disk.failures() > 0;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "'%s', operation %d fails with %s%s: %s (seed %d)"
                            .formatted(machine, number, failure, forever ? " for ever" : "", e, seed),
                    e);
        }
    }

    private void inspect(Machine machine) {
        String expectation = machine.expectation();
        for (Crash crash : Crash.ofEveryKind(seed)) {
            SimulatedDisk left = machine.disk().crash(crash);
            if (explored.add(left.fingerprint(), expectation)) {
                machine.after(left).inspect(left);
            }
        }
    }
}
