package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.testkit.disk.Crash;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Crashes one machine before every operation of its disk in every way, and in turn the recoveries from that. */
final class Crashes {

    private final Machine machine;
    private final long seed;
    private final int nesting;
    private final SplittableRandom random;
    private final Explored explored = new Explored();
    private @Nullable AssertionError wrong;

    /**
     * Prepares it.
     *
     * @param nesting of so many recoveries one is crashed at each of its operations: 1 for all of them, 0 for none
     */
    Crashes(Machine machine, long seed, int nesting) {
        this.machine = machine;
        this.seed = seed;
        this.nesting = nesting;
        this.random = new SplittableRandom(seed);
    }

    /** Those that may leave something else than the others: of what is durable, every crash leaves the same. */
    static List<Crash> kinds(SimulatedDisk disk, long seed) {
        List<Crash> all = Crash.ofEveryKind(seed);
        return disk.isDurable() ? all.subList(0, 1) : all;
    }

    SweepReport run() {
        Moments moments = new Moments(machine, moment -> crash(machine, moment, true));
        List<RuntimeException> failures = machine.run(new FaultyDisk(machine.disk(), moments));
        crash(machine, "at its end", true);
        failures.forEach(failure -> fail("without any crash", failure));
        if (moments.operations() == 0) {
            fail("nothing was explored", new AssertionError("nothing is asked of the disk"));
        }
        if (wrong != null) {
            throw wrong;
        }
        return new SweepReport(1, moments.operations(), explored.count());
    }

    private void crash(Machine crashed, String moment, boolean first) {
        String expectation = crashed.expectation();
        SimulatedDisk killed = crashed.disk().kill();
        if (explored.add("killed " + killed.fingerprint(), expectation)) {
            inspect(crashed.after(killed), moment + " the process was killed", first);
        }
        for (Crash crash : kinds(crashed.disk(), random.nextLong())) {
            SimulatedDisk left = crashed.disk().crash(crash);
            if (explored.add(left.fingerprint(), expectation)) {
                inspect(crashed.after(left), "%s the power went (%s)".formatted(moment, crash), first);
            }
        }
    }

    private void inspect(Machine left, String what, boolean first) {
        if (wrong != null) {
            return;
        }
        boolean nested = first && nesting > 0 && random.nextInt(nesting) == 0;
        Fault moments = nested
                ? new Moments(left, moment -> crash(left, "%s; %s of the recovery".formatted(what, moment), false))
                : Fault.none();
        try {
            left.inspect(new FaultyDisk(left.disk(), moments));
        } catch (AssertionError | RuntimeException e) {
            fail(what, e);
        }
    }

    private void fail(String what, Throwable cause) {
        if (wrong == null) {
            wrong = new AssertionError(
                    "'%s': %s: %s (seed %d)".formatted(machine, what, cause.getMessage(), seed), cause);
        }
    }
}
