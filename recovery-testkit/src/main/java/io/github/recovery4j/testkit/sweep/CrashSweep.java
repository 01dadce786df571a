package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.testkit.disk.Crash;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script on a storage and crashes before every operation it asks of its disk, and at its end, in every way: the
 * power goes, with every kind of loss, or the process is killed. After each the storage must open, nothing that was
 * acknowledged may be lost, nothing may be found that was never saved, the recovered runs must go on, no descriptor may
 * stay open, and the files of others must lie where they lay. Then it crashes in the same ways before every operation of
 * that recovery: what the recovery has shown to an owner must not go back.
 *
 * <pre>{@code
 * @Test
 * void nothing_is_lost() {
 *     CrashSweep sweep = new CrashSweep((disk, directory, clock) -> MyStorage.open(disk, directory, clock), 17, 20);
 *     for (Script script : Script.small()) {
 *         System.out.println(sweep.run(script));
 *     }
 * }
 * }</pre>
 *
 * <p>States that look alike are inspected once per script. Everything is done by the calling thread, so the storage
 * must not work in the background. Not safe for use by many threads.
 */
public final class CrashSweep {

    private static final Crash NOTHING_LEFT = new Crash(Crash.Entries.LOST, Crash.Data.LOST, 0);

    private final StorageOpener opener;
    private final long seed;
    private final int nesting;

    /**
     * Creates a sweep.
     *
     * @param opener opens the storage under test
     * @param seed makes all choices; the same seed makes the same
     * @param nesting of so many recoveries one is crashed at each of its operations: 1 for all of them, 0 for none
     */
    public CrashSweep(StorageOpener opener, long seed, int nesting) {
        this.opener = opener;
        this.seed = seed;
        this.nesting = nesting;
    }

    /**
     * Runs one script.
     *
     * @param script what to do
     * @return what was tried; never nothing
     * @throws AssertionError if something is wrong; the message says after which crash, and how to repeat it
     */
    public SweepReport run(Script script) {
        return new Exploration(script).run();
    }

    private final class Exploration {

        private final Script script;
        private final SplittableRandom random = new SplittableRandom(seed);
        private final Explored explored = new Explored();
        private @Nullable AssertionError wrong;

        Exploration(Script script) {
            this.script = script;
        }

        SweepReport run() {
            Bench bench = new Bench(opener);
            Moments moments = new Moments(bench, moment -> crash(bench, moment, true));
            Player player = bench.player(new FaultyDisk(bench.disk(), moments));
            player.play(script);
            crash(bench, "at its end", true);
            player.failures().forEach(failure -> fail("without any crash", failure));
            if (moments.operations() == 0) {
                fail("nothing was explored", new AssertionError("the storage asks nothing of its disk"));
            }
            if (wrong != null) {
                throw wrong;
            }
            return new SweepReport(1, moments.operations(), explored.count());
        }

        private void crash(Bench bench, String moment, boolean first) {
            String expectation = bench.expectation();
            SimulatedDisk killed = bench.disk().kill();
            if (explored.add("killed " + killed.fingerprint(), expectation)) {
                inspect(bench.after(killed), moment + " the process was killed", first);
            }
            for (Crash crash : crashes(bench.disk())) {
                SimulatedDisk left = bench.disk().crash(crash);
                if (explored.add(left.fingerprint(), expectation)) {
                    inspect(bench.after(left), "%s the power went (%s)".formatted(moment, crash), first);
                }
            }
        }

        /** Where everything is durable, every crash leaves the same. */
        private List<Crash> crashes(SimulatedDisk disk) {
            boolean durable = disk.crash(NOTHING_LEFT).fingerprint().equals(disk.fingerprint());
            return durable ? List.of(NOTHING_LEFT) : Crash.ofEveryKind(random.nextLong());
        }

        private void inspect(Bench left, String what, boolean first) {
            if (wrong != null) {
                return;
            }
            boolean nested = first && nesting > 0 && random.nextInt(nesting) == 0;
            Fault moments = nested
                    ? new Moments(left, moment -> crash(left, "%s; %s of the recovery".formatted(what, moment), false))
                    : Fault.none();
            try {
                new Inspection(left).inspect(new FaultyDisk(left.disk(), moments));
            } catch (AssertionError | RuntimeException e) {
                fail(what, e);
            }
        }

        private void fail(String what, Throwable cause) {
            if (wrong == null) {
                wrong = new AssertionError(
                        "'%s': %s: %s (seed %d)".formatted(script, what, cause.getMessage(), seed), cause);
            }
        }
    }
}
