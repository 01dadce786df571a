package io.github.recovery4j.step;

import io.github.recovery4j.time.BackOff;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * How often, and after which pauses, something is tried again that failed: pauses double from {@code first} to {@code
 * longest}, each varied by half at random.
 *
 * @param maxAttempts how often it is tried before it is given up, at least once; tries that ended with the process count
 * @param first the first pause
 * @param longest the longest pause
 * @param retryable tells which failures may go away by themselves
 */
public record RetryPolicy(int maxAttempts, Duration first, Duration longest, Predicate<? super Exception> retryable) {

    /** Tries once. */
    public static final RetryPolicy NONE = attempts(1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if nothing is tried, the first pause is below a millisecond, or above the longest
     */
    public RetryPolicy {
        if (maxAttempts < 1 || first.toMillis() < 1 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "At least one attempt, and pauses that grow from at least 1 ms, got %d, %s to %s"
                            .formatted(maxAttempts, first, longest));
        }
    }

    /**
     * {@return a policy with pauses from 200 ms to 5 s, whatever the failure}
     *
     * @param most how often it is tried, at least once
     */
    public static RetryPolicy attempts(int most) {
        return new RetryPolicy(most, Duration.ofMillis(200), Duration.ofSeconds(5), e -> true);
    }

    /**
     * {@return the same policy with other pauses}
     *
     * @param shortest the first pause
     * @param most the longest pause
     */
    public RetryPolicy pauses(Duration shortest, Duration most) {
        return new RetryPolicy(maxAttempts, shortest, most, retryable);
    }

    /**
     * {@return the same policy for some failures only}
     *
     * @param condition tells which
     */
    public RetryPolicy only(Predicate<? super Exception> condition) {
        return new RetryPolicy(maxAttempts, first, longest, condition);
    }

    /**
     * {@return the pause after a failure}
     *
     * @param failures how many there were in a row
     */
    public Duration pause(int failures) {
        return new BackOff(first, longest).pause(failures);
    }
}
