package io.github.recovery4j.health;

import io.github.recovery4j.settings.Setting;
import io.github.recovery4j.settings.SettingType;
import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Budget;
import java.time.Duration;

/** What can be tuned of checks and healings that do not say it themselves. */
public final class HealthSettings {

    private static final SettingType<Duration> POSITIVE = SettingType.duration(Duration.ofMillis(1));

    /** How often a check is asked. */
    public static final Setting<Duration> INTERVAL = Setting.of(
            "recovery4j.health.interval",
            POSITIVE,
            Duration.ofSeconds(30),
            "From one question of a health check to the next, unless the check says otherwise.");

    /** How many failures count. */
    public static final Setting<Integer> THRESHOLD = Setting.of(
            "recovery4j.health.threshold",
            SettingType.count(1, 1000),
            3,
            "How often in a row a health check must be down to be unhealthy.");

    /** How long a ready-made check may take. */
    public static final Setting<Duration> TIMEOUT = Setting.of(
            "recovery4j.health.timeout",
            POSITIVE,
            Duration.ofSeconds(5),
            "When a ready-made health check has an answer at the latest.");

    /** When memory is too full. */
    public static final Setting<Integer> MEMORY_LIMIT = Setting.of(
            "recovery4j.health.memory.limit",
            SettingType.percentage(),
            85,
            "How much of the memory of the system, or of the control group, may be in use.");

    /** How often memory is looked at. */
    public static final Setting<Duration> MEMORY_INTERVAL = Setting.of(
            "recovery4j.health.memory.interval",
            POSITIVE,
            Duration.ofSeconds(30),
            "From one look at the memory to the next.");

    /** When the heap is too full. */
    public static final Setting<Integer> HEAP_LIMIT = Setting.of(
            "recovery4j.health.heap.limit",
            SettingType.percentage(),
            85,
            "How much of the heap may be in use after its newest garbage collection.");

    /** How often the heap is looked at. */
    public static final Setting<Duration> HEAP_INTERVAL = Setting.of(
            "recovery4j.health.heap.interval",
            POSITIVE,
            Duration.ofSeconds(30),
            "From one look at the heap to the next.");

    /** When a disk is too full. */
    public static final Setting<Integer> DISK_LIMIT = Setting.of(
            "recovery4j.health.disk.limit", SettingType.percentage(), 90, "How much of a disk may be in use.");

    /** How often a disk is looked at. */
    public static final Setting<Duration> DISK_INTERVAL = Setting.of(
            "recovery4j.health.disk.interval",
            POSITIVE,
            Duration.ofSeconds(60),
            "From one look at a disk to the next.");

    /** How often processes are looked at. */
    public static final Setting<Duration> PROCESSES_INTERVAL = Setting.of(
            "recovery4j.health.processes.interval",
            POSITIVE,
            Duration.ofSeconds(10),
            "From one look at critical processes to the next.");

    /** How often an endpoint is asked. */
    public static final Setting<Duration> API_INTERVAL = Setting.of(
            "recovery4j.health.api.interval",
            POSITIVE,
            Duration.ofSeconds(30),
            "From one request to an HTTP endpoint to the next.");

    /** How long a healing may take. */
    public static final Setting<Duration> HEALING_TIMEOUT = Setting.of(
            "recovery4j.health.healing.timeout",
            POSITIVE,
            Duration.ofMinutes(1),
            "How long a healing may take before it is interrupted.");

    /** The pauses between healings. */
    public static final Setting<BackOff> HEALING_PAUSES = Setting.of(
            "recovery4j.health.healing.pauses",
            SettingType.pauses(),
            new BackOff(Duration.ofSeconds(10), Duration.ofMinutes(10)),
            "The pauses from the end of a healing to the next of the same check.");

    /** How often something is healed. */
    public static final Setting<Budget> HEALING_BUDGET = Setting.of(
            "recovery4j.health.healing.budget",
            SettingType.budget(),
            new Budget(5, Duration.ofHours(1)),
            "How often a check may be healed, at most.");

    private HealthSettings() {}
}
