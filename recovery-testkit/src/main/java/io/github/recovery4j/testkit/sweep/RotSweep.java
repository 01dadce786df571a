package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damages the files of a storage, one after the other and two at a time, in every way: each bit, each length, each tail
 * of zeros and of noise, each file under the name of each other one. After each, what is found must be the right state,
 * an older one with a report of the damage, or nothing with such a report; or the storage says in a
 * {@link StoreException} or {@link LeaseException} what is wrong. It must never be something that was not saved, nor
 * another exception. Then the run must go on.
 *
 * <p>Not safe for use by many threads.
 */
public final class RotSweep {

    private final StorageOpener opener;
    private final long seed;
    private final int pairs;

    /**
     * Creates a sweep.
     *
     * @param opener opens the storage under test
     * @param seed makes all choices; the same seed makes the same
     * @param pairs how many pairs of damages are tried for each pair of files
     */
    public RotSweep(StorageOpener opener, long seed, int pairs) {
        this.opener = opener;
        this.seed = seed;
        this.pairs = pairs;
    }

    /**
     * Runs a script, and damages what it leaves.
     *
     * @param script what to do
     * @return what was tried; never nothing
     * @throws AssertionError if something is wrong; the message says after which damage
     */
    public SweepReport run(Script script) {
        try {
            return new Decay(script).run();
        } catch (IOException e) {
            throw new UncheckedIOException("A simulated disk does not fail", e);
        }
    }

    private final class Decay {

        private final Script script;
        private final Bench bench = new Bench(opener);
        private final SplittableRandom random = new SplittableRandom(seed);
        private long operations;
        private long tried;

        Decay(Script script) {
            this.script = script;
        }

        SweepReport run() throws IOException {
            FaultyDisk counted = new FaultyDisk(bench.disk());
            bench.player(counted).play(script);
            operations = counted.operations();
            List<Path> files = bench.disk().files();
            for (Path file : files) {
                damage(file);
            }
            for (Path one : files) {
                for (Path other : files) {
                    damage(one, other);
                }
            }
            if (tried == 0) {
                throw new AssertionError("Nothing was explored: '%s' leaves no file".formatted(script));
            }
            return new SweepReport(1, operations, tried);
        }

        private void damage(Path file) throws IOException {
            byte[] intact = bench.disk().read(file);
            for (Damage damage : Damage.all(intact, random).toList()) {
                SimulatedDisk disk = bench.disk().kill();
                disk.overwrite(file, damage.bytes());
                inspect(disk, "%s: %s".formatted(file, damage));
            }
        }

        private void damage(Path one, Path other) throws IOException {
            if (one.equals(other)) {
                return;
            }
            SimulatedDisk swapped = bench.disk().kill();
            swapped.overwrite(one, bench.disk().read(other));
            inspect(swapped, "%s has the bytes of %s".formatted(one, other));
            for (int pair = 0; pair < pairs; pair++) {
                damageBoth(one, other);
            }
        }

        private void damageBoth(Path one, Path other) throws IOException {
            SimulatedDisk disk = bench.disk().kill();
            List<String> what = new ArrayList<>();
            for (Path file : List.of(one, other)) {
                byte[] intact = bench.disk().read(file);
                if (intact.length > 0) {
                    Damage damage = Damage.any(intact, random);
                    disk.overwrite(file, damage.bytes());
                    what.add("%s: %s".formatted(file, damage));
                }
            }
            inspect(disk, String.join(" and ", what));
        }

        private void inspect(SimulatedDisk disk, String what) {
            tried++;
            Bench left = bench.after(disk);
            left.history().expectDamage();
            try {
                inspect(left);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("'%s', then %s: %s (seed %d)".formatted(script, what, e, seed), e);
            }
        }

        /** A clear error is an answer too. */
        private static void inspect(Bench left) {
            try {
                new Inspection(left).inspect(left.disk());
            } catch (StoreException | LeaseException e) {
                left.requireFilesClosed();
            }
        }
    }
}
