package io.github.recovery4j.checkpoint;

import java.time.Instant;

/**
 * When and by whose right a checkpoint was saved.
 *
 * @param generation its number within the run, from 1, strictly increasing
 * @param token the fencing token of the lease it was saved under
 * @param savedAt wall time of the save; to show and to age, never to order generations by
 */
public record Stamp(long generation, long token, Instant savedAt) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one of them is below 1
     */
    public Stamp {
        if (generation < 1 || token < 1) {
            throw new IllegalArgumentException(
                    "Generation and token start at 1, got %d and %d".formatted(generation, token));
        }
    }
}
