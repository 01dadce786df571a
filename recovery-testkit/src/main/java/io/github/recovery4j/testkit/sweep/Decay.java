package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Runs a machine, and damages the files it leaves in every way. */
final class Decay {

    private final Machine machine;
    private final long seed;
    private final int pairs;
    private final int oneOf;
    private final SplittableRandom random;
    private long tried;

    /**
     * Prepares it.
     *
     * @param pairs how many pairs of damages are tried for each pair of files
     * @param oneOf of how many damages of one file one is tried: 1 for all of them
     */
    Decay(Machine machine, long seed, int pairs, int oneOf) {
        this.machine = machine;
        this.seed = seed;
        this.pairs = pairs;
        this.oneOf = oneOf;
        this.random = new SplittableRandom(seed);
    }

    SweepReport run() {
        FaultyDisk counted = new FaultyDisk(machine.disk());
        machine.run(counted);
        long operations = counted.operations();
        try {
            damageAll(machine.disk().files());
        } catch (IOException e) {
            throw new UncheckedIOException("A simulated disk does not fail", e);
        }
        if (tried == 0) {
            throw new AssertionError("Nothing was explored: '%s' leaves no file".formatted(machine));
        }
        return new SweepReport(1, operations, tried);
    }

    private void damageAll(List<Path> files) throws IOException {
        for (Path file : files) {
            damage(file);
        }
        for (Path one : files) {
            for (Path other : files) {
                damage(one, other);
            }
        }
    }

    private void damage(Path file) throws IOException {
        byte[] intact = machine.disk().read(file);
        Sample sample = new Sample(oneOf, random);
        List<Damage> damages =
                Damage.all(intact, random).filter(damage -> sample.takesNext()).toList();
        for (Damage damage : damages) {
            SimulatedDisk disk = machine.disk().kill();
            disk.overwrite(file, damage.bytes());
            inspect(disk, "%s: %s".formatted(file, damage));
        }
    }

    private void damage(Path one, Path other) throws IOException {
        if (one.equals(other)) {
            return;
        }
        SimulatedDisk swapped = machine.disk().kill();
        swapped.overwrite(one, machine.disk().read(other));
        inspect(swapped, "%s has the bytes of %s".formatted(one, other));
        for (int pair = 0; pair < pairs; pair++) {
            damageBoth(one, other);
        }
    }

    private void damageBoth(Path one, Path other) throws IOException {
        SimulatedDisk disk = machine.disk().kill();
        List<String> what = new ArrayList<>();
        for (Path file : List.of(one, other)) {
            byte[] intact = machine.disk().read(file);
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
        Machine left = machine.after(disk);
        left.expectDamage();
        try {
            inspect(left);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("'%s', then %s: %s (seed %d)".formatted(machine, what, e, seed), e);
        }
    }

    /** A clear error is an answer too. */
    private static void inspect(Machine left) {
        try {
            left.inspect(left.disk());
        } catch (RuntimeException e) {
            if (!left.isClear(e)) {
                throw e;
            }
            left.requireFilesClosed();
        }
    }
}
