package io.github.recovery4j;

import io.github.recovery4j.audit.AuditSettings;
import io.github.recovery4j.file.FileSettings;
import io.github.recovery4j.health.HealthSettings;
import io.github.recovery4j.settings.Setting;
import io.github.recovery4j.settings.SettingType;
import io.github.recovery4j.settings.Settings;
import io.github.recovery4j.supervision.SupervisionSettings;
import io.github.recovery4j.warm.WarmSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything a host can tune by system properties and environment variables. {@code docs/settings.md} has the table. What code
 * says wins over a property, a property over a variable, a variable over what is built in.
 */
public final class RecoverySettings {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    /** How long a lease lives unless it is renewed. */
    public static final Setting<Duration> LEASE_TTL = Setting.of(
            "recovery4j.lease.ttl",
            SettingType.duration(Duration.ofMillis(100)),
            Duration.ofSeconds(10),
            "How long a lease lives unless it is renewed.");

    /** How long a shutdown waits for work to stop. */
    public static final Setting<Duration> SHUTDOWN_GRACE = Setting.of(
            "recovery4j.shutdown.grace",
            SettingType.duration(Duration.ZERO),
            Duration.ofSeconds(10),
            "How long a shutdown waits for runs to stop, for workers, and for warm restarts, each.");

    /** How long any other phase of a shutdown may take. */
    public static final Setting<Duration> SHUTDOWN_PHASE = Setting.of(
            "recovery4j.shutdown.phase",
            SettingType.duration(Duration.ZERO),
            Duration.ofSeconds(5),
            "How long each other phase of a shutdown may take.");

    private static final List<Setting<?>> ALL = List.of(
            LEASE_TTL,
            SHUTDOWN_GRACE,
            SHUTDOWN_PHASE,
            FileSettings.GENERATIONS,
            FileSettings.MAX_AGE,
            FileSettings.MAX_BYTES,
            AuditSettings.MAX_AGE,
            AuditSettings.MAX_BYTES,
            HealthSettings.INTERVAL,
            HealthSettings.THRESHOLD,
            HealthSettings.TIMEOUT,
            HealthSettings.MEMORY_LIMIT,
            HealthSettings.MEMORY_INTERVAL,
            HealthSettings.HEAP_LIMIT,
            HealthSettings.HEAP_INTERVAL,
            HealthSettings.DISK_LIMIT,
            HealthSettings.DISK_INTERVAL,
            HealthSettings.PROCESSES_INTERVAL,
            HealthSettings.API_INTERVAL,
            HealthSettings.HEALING_TIMEOUT,
            HealthSettings.HEALING_PAUSES,
            HealthSettings.HEALING_BUDGET,
            SupervisionSettings.INTERVAL,
            SupervisionSettings.TIMEOUT,
            SupervisionSettings.CONFIRM,
            SupervisionSettings.CURE_TIMEOUT,
            SupervisionSettings.BUDGET,
            SupervisionSettings.REST,
            SupervisionSettings.BREAKER_CALLS,
            SupervisionSettings.BREAKER_FAILURES,
            SupervisionSettings.BREAKER_PAUSE,
            WarmSettings.SYNC_LIMIT,
            WarmSettings.MAX_AGE);

    private RecoverySettings() {}

    /** {@return every setting there is} */
    public static List<Setting<?>> all() {
        return ALL;
    }

    /**
     * {@return what is set for this process now} Each value that makes no sense, and each name that means nothing, is a warning
     * in the log; so is what is set, as information.
     */
    public static Settings ofProcess() {
        Settings settings = Settings.read(ALL, properties(), System.getenv());
        settings.problems().forEach(log::warn);
        if (!settings.given().isEmpty()) {
            log.info("Set from outside, unless code says otherwise: {}", settings.given());
        }
        return settings;
    }

    private static Map<String, String> properties() {
        Properties properties = System.getProperties();
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(Function.identity(), name -> properties.getProperty(name, "")));
    }
}
