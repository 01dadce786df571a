package io.github.recovery4j.plan;

import io.github.recovery4j.time.BackOff;
import java.time.Duration;

/**
 * How long to ask again while the live world gives no answer: pauses that double from {@code first} to {@code longest},
 * each varied by half at random, until {@code deadline} has passed.
 *
 * @param first the first pause
 * @param longest the longest pause
 * @param deadline when to stop asking; zero asks once
 */
public record Patience(Duration first, Duration longest, Duration deadline) {

    /** From 200 ms to 5 s, for 30 s. */
    public static final Patience DEFAULT =
            new Patience(Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofSeconds(30));

    /** Asks once. */
    public static final Patience NONE = new Patience(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);

    /**
     * Checks the durations.
     *
     * @throws IllegalArgumentException if the first pause is below a millisecond, or above the longest
     */
    public Patience {
        if (first.toMillis() < 1 || longest.compareTo(first) < 0 || deadline.isNegative()) {
            throw new IllegalArgumentException(
                    "Pauses must grow from at least 1 ms: %s to %s, for %s".formatted(first, longest, deadline));
        }
    }

    Duration pause(int attempt) {
        return new BackOff(first, longest).pause(attempt);
    }
}
