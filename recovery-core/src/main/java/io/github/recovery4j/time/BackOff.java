package io.github.recovery4j.time;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/**
 * Pauses between tries that fail one after the other: they double from {@code first} on, each is varied by half at random,
 * and none is longer than {@code longest}.
 *
 * @param first the first pause, at least a millisecond
 * @param longest the longest pause
 */
public record BackOff(Duration first, Duration longest) {

    /**
     * Checks the pauses.
     *
     * @throws IllegalArgumentException if the first pause is below a millisecond, or above the longest
     */
    public BackOff {
        if (first.compareTo(Duration.ofMillis(1)) < 0 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "Pauses must grow from at least 1 ms, got %s to %s".formatted(first, longest));
        }
    }

    /**
     * {@return the pause after a failure}
     *
     * @param failures how many there were in a row, at least 1
     */
    public Duration pause(int failures) {
        return Duration.ofMillis(
                IntervalFunction.ofExponentialRandomBackoff(first.toMillis(), 2.0, 0.5, longest.toMillis())
                        .apply(failures));
    }
}
