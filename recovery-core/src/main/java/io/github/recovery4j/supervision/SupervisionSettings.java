package io.github.recovery4j.supervision;

import io.github.recovery4j.settings.Setting;
import io.github.recovery4j.settings.SettingType;
import io.github.recovery4j.settings.Settings;
import io.github.recovery4j.step.Breaker;
import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Budget;
import java.time.Duration;

/** What can be tuned of subjects and strategies that do not say it themselves. */
public final class SupervisionSettings {

    private static final SettingType<Duration> POSITIVE = SettingType.duration(Duration.ofMillis(1));

    /** How often a subject is looked at. */
    public static final Setting<Duration> INTERVAL = Setting.of(
            "recovery4j.supervision.interval",
            POSITIVE,
            Duration.ofSeconds(1),
            "From one look at a subject to the next.");

    /** How long a look may take. */
    public static final Setting<Duration> TIMEOUT = Setting.of(
            "recovery4j.supervision.timeout",
            POSITIVE,
            Duration.ofSeconds(10),
            "How long a look at a subject, and saving before a cure, may take.");

    /** How long a cure may take to show. */
    public static final Setting<Duration> CONFIRM = Setting.of(
            "recovery4j.supervision.confirm",
            SettingType.duration(Duration.ZERO),
            Duration.ofSeconds(10),
            "How long a cure may take to show; 0s looks once.");

    /** How long a cure may take. */
    public static final Setting<Duration> CURE_TIMEOUT = Setting.of(
            "recovery4j.supervision.cure-timeout",
            POSITIVE,
            Duration.ofMinutes(1),
            "How long a cure may take before it is interrupted.");

    /** How often a subject is cured. */
    public static final Setting<Budget> BUDGET = Setting.of(
            "recovery4j.supervision.budget",
            SettingType.budget(),
            new Budget(5, Duration.ofMinutes(10)),
            "How often something may be done about a subject, at most.");

    /** The pauses after everything was tried in vain. */
    public static final Setting<BackOff> REST = Setting.of(
            "recovery4j.supervision.rest",
            SettingType.pauses(),
            new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1)),
            "The pauses after everything was tried in vain, before it is tried again.");

    /** How many cures the circuit breaker looks at. */
    public static final Setting<Integer> BREAKER_CALLS = Setting.of(
            "recovery4j.supervision.breaker.calls",
            SettingType.count(1, 1000),
            Breaker.Settings.DEFAULT.calls(),
            "At how many of the last cures of a subject its circuit breaker looks.");

    /** How many cures must have failed. */
    public static final Setting<Integer> BREAKER_FAILURES = Setting.of(
            "recovery4j.supervision.breaker.failures",
            SettingType.percentage(),
            Breaker.Settings.DEFAULT.failurePercent(),
            "How many of them must have failed for it to open.");

    /** How long an open breaker refuses. */
    public static final Setting<Duration> BREAKER_PAUSE = Setting.of(
            "recovery4j.supervision.breaker.pause",
            POSITIVE,
            Breaker.Settings.DEFAULT.pause(),
            "For how long nothing is done then.");

    private SupervisionSettings() {}

    static Breaker.Settings breaker(Settings settings) {
        return new Breaker.Settings(
                BREAKER_CALLS.in(settings), BREAKER_FAILURES.in(settings), BREAKER_PAUSE.in(settings));
    }
}
