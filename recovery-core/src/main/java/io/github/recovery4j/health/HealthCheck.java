package io.github.recovery4j.health;

import io.github.recovery4j.probe.Probe;
import java.time.Duration;
import java.util.Optional;

/**
 * A question that is asked again and again, and what to make of the answers.
 *
 * @param name which check; among those of a monitor there is one of each name
 * @param probe asks
 * @param interval from one question to the next; if an answer takes longer, the times that are missed are left out
 * @param threshold how often in a row it must be down to count; an unknown answer neither counts nor ends the row
 * @param healing what is done when it counts; empty to do nothing
 */
public record HealthCheck(String name, Probe probe, Duration interval, int threshold, Optional<Healing> healing) {

    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final int THRESHOLD = 3;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the interval or the threshold is not positive
     */
    public HealthCheck {
        if (interval.isNegative() || interval.isZero() || threshold < 1) {
            throw new IllegalArgumentException("The check %s needs an interval and a threshold, got %s and %d"
                    .formatted(name, interval, threshold));
        }
    }

    /**
     * {@return a check that asks every 30 seconds, fails after three times in a row, and heals nothing}
     *
     * @param name which check
     * @param probe asks
     */
    public static HealthCheck of(String name, Probe probe) {
        return new HealthCheck(name, probe, INTERVAL, THRESHOLD, Optional.empty());
    }

    /**
     * {@return the same with another interval}
     *
     * @param other from one question to the next
     */
    public HealthCheck every(Duration other) {
        return new HealthCheck(name, probe, other, threshold, healing);
    }

    /**
     * {@return the same with another threshold}
     *
     * @param times how often in a row it must be down to count
     */
    public HealthCheck failingAfter(int times) {
        return new HealthCheck(name, probe, interval, times, healing);
    }

    /**
     * {@return the same with a healing}
     *
     * @param cure what is done when it counts
     */
    public HealthCheck healing(Healing cure) {
        return new HealthCheck(name, probe, interval, threshold, Optional.of(cure));
    }
}
