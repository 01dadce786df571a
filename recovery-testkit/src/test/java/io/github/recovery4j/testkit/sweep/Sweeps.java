package io.github.recovery4j.testkit.sweep;

import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Sweeps over many scripts, which print how much was tried: the figures are asked for, and a sweep that tried little would not
 * be noticed without.
 */
final class Sweeps {

    /** Of this JVM; what is made by chance is made from it. */
    static final long SEED = Long.getLong("seed", System.nanoTime());

    private static final boolean NIGHTLY = Boolean.getBoolean("nightly");

    private Sweeps() {}

    /** Of how many cases one is tried: in every build a sample, of which {@link #SEED} decides, and all with the nightly tests. */
    static int oneOf(int inEveryBuild) {
        return NIGHTLY ? 1 : inEveryBuild;
    }

    static <S> SweepReport all(String what, Stream<S> scripts, Function<S, SweepReport> sweep) {
        SweepReport all = scripts.map(sweep).reduce(SweepReport.NOTHING, SweepReport::plus);
        System.out.printf("%s: %s, seed %d%n", what, all, SEED);
        return all;
    }

    /** So many scripts made by chance, each from a seed of its own. */
    static <S> Stream<S> random(int number, Function<Long, S> made) {
        return LongStream.iterate(SEED, seed -> seed + 1).limit(number).boxed().map(made);
    }
}
