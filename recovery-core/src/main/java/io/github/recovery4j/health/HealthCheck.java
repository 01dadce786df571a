package io.github.recovery4j.health;

import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.settings.Settings;
import io.github.recovery4j.settings.Tunable;
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
public record HealthCheck(
        String name,
        Tunable<Probe> probe,
        Tunable<Duration> interval,
        Tunable<Integer> threshold,
        Optional<Healing> healing) {

    /**
     * {@return a check that heals nothing} Unless said, or {@linkplain HealthSettings set}, it asks every 30 seconds and fails
     * after three times in a row.
     *
     * @param name which check
     * @param probe asks
     */
    public static HealthCheck of(String name, Probe probe) {
        return of(name, Tunable.said(probe));
    }

    static HealthCheck of(String name, Tunable<Probe> probe) {
        return new HealthCheck(name, probe, HealthSettings.INTERVAL, HealthSettings.THRESHOLD, Optional.empty());
    }

    /**
     * {@return the same with another interval}
     *
     * @param other from one question to the next
     * @throws IllegalArgumentException if it is not positive
     */
    public HealthCheck every(Duration other) {
        if (other.isNegative() || other.isZero()) {
            throw new IllegalArgumentException("The check %s needs a positive interval, got %s".formatted(name, other));
        }
        return every(Tunable.said(other));
    }

    HealthCheck every(Tunable<Duration> other) {
        return new HealthCheck(name, probe, other, threshold, healing);
    }

    /**
     * {@return the same with another threshold}
     *
     * @param times how often in a row it must be down to count
     * @throws IllegalArgumentException if it is not positive
     */
    public HealthCheck failingAfter(int times) {
        if (times < 1) {
            throw new IllegalArgumentException(
                    "The check %s fails after at least 1 time, got %d".formatted(name, times));
        }
        return new HealthCheck(name, probe, interval, Tunable.said(times), healing);
    }

    /**
     * {@return the same with a healing}
     *
     * @param cure what is done when it counts
     */
    public HealthCheck healing(Healing cure) {
        return new HealthCheck(name, probe, interval, threshold, Optional.of(cure));
    }

    /**
     * {@return the same, with what it has not said as it is set}
     *
     * @param settings what is set
     */
    public HealthCheck tuned(Settings settings) {
        return new HealthCheck(
                name,
                probe.tuned(settings),
                interval.tuned(settings),
                threshold.tuned(settings),
                healing.map(cure -> cure.tuned(settings)));
    }
}
