package io.github.recovery4j.time;

import java.time.Duration;
import java.util.Optional;

/**
 * How long something took, at least once. That it was never measured is an empty {@link Optional}, and never a zero.
 *
 * @param count how often it was measured, at least 1
 * @param min the shortest
 * @param max the longest
 * @param total all of them
 */
public record Durations(long count, Duration min, Duration max, Duration total) {

    /**
     * {@return all of some, and another one}
     *
     * @param before empty if it was not measured before
     * @param another how long it took now
     */
    public static Durations with(Optional<Durations> before, Duration another) {
        Durations one = new Durations(1, another, another, another);
        return before.map(one::and).orElse(one);
    }

    /**
     * {@return these and others}
     *
     * @param others measured too
     */
    public Durations and(Durations others) {
        return new Durations(
                count + others.count,
                others.min.compareTo(min) < 0 ? others.min : min,
                others.max.compareTo(max) > 0 ? others.max : max,
                total.plus(others.total));
    }

    /** {@return the average} */
    public Duration average() {
        return total.dividedBy(count);
    }

    /** For people, in one line. */
    @Override
    public String toString() {
        return "%s to %s, on average %s (%d times)".formatted(min, max, average(), count);
    }
}
