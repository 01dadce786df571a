package io.github.recovery4j.benchmarks;

import java.util.Arrays;

/** The value below which a given part of all values lies, interpolated between its two neighbours. */
public final class Quantile {

    private Quantile() {}

    /**
     * Sorts a copy and looks.
     *
     * @param values at least one
     * @param which from 0, the smallest, to 1, the greatest
     */
    public static double of(double[] values, double which) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = which * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
