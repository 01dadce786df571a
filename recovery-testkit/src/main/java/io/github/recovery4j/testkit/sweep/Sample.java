package io.github.recovery4j.testkit.sweep;

import java.util.SplittableRandom;

/**
 * Some of many cases, by chance: one of the first so many, one of the next so many, and so on, so that of cases that lie
 * close together each kind has its turn.
 */
final class Sample {

    private final int oneOf;
    private final SplittableRandom random;
    private int place;
    private int chosen;

    /**
     * Begins with the first case.
     *
     * @param oneOf of how many cases one is taken: 1 for all of them
     * @param random makes the choices
     */
    Sample(int oneOf, SplittableRandom random) {
        this.oneOf = oneOf;
        this.random = random;
        this.chosen = random.nextInt(oneOf);
    }

    /** Whether the next case is taken. */
    boolean takesNext() {
        boolean taken = place == chosen;
        place++;
        if (place == oneOf) {
            place = 0;
            chosen = random.nextInt(oneOf);
        }
        return taken;
    }
}
