package io.github.recovery4j.durable;

import java.time.Duration;

/**
 * How much of what happened is kept, besides what it added up to. It is given back in large pieces: more may be there, and
 * nothing less.
 *
 * @param age events are kept so long, positive
 * @param bytes but no more than so many bytes of them, positive
 */
public record Keeping(Duration age, long bytes) {

    /** 30 days, 64 MiB. */
    public static final Keeping DEFAULT = new Keeping(Duration.ofDays(30), 64 << 20);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Keeping {
        if (age.isNegative() || age.isZero() || bytes < 1) {
            throw new IllegalArgumentException(
                    "Events are kept for a positive time and in a positive number of bytes, got %s and %d"
                            .formatted(age, bytes));
        }
    }
}
