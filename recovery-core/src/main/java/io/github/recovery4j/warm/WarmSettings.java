package io.github.recovery4j.warm;

import io.github.recovery4j.settings.Setting;
import io.github.recovery4j.settings.SettingType;
import java.time.Duration;

/** What can be tuned of warm restarts that do not say it themselves. */
public final class WarmSettings {

    private static final SettingType<Duration> TIMES = SettingType.duration(Duration.ZERO);
    private static final String NO_LIMIT = "none";

    /** How long the first sync may take. */
    public static final Setting<SyncLimit> SYNC_LIMIT = Setting.of(
            "recovery4j.warm.sync-limit",
            new SettingType<>(TIMES.form() + ", or " + NO_LIMIT, WarmSettings::read, WarmSettings::print),
            SyncLimit.after(Duration.ofSeconds(10)),
            "How long the first sync after a warm start may take before the gate opens; 0s opens it at once.");

    /** How old a state may be. */
    public static final Setting<Duration> MAX_AGE = Setting.of(
            "recovery4j.warm.max-age",
            SettingType.duration(Duration.ofSeconds(1)),
            Duration.ofDays(7),
            "How old the state of a warm restart may be; older, the start is cold.");

    private WarmSettings() {}

    private static SyncLimit read(String text) {
        return text.equalsIgnoreCase(NO_LIMIT)
                ? SyncLimit.none()
                : SyncLimit.after(TIMES.reader().apply(text));
    }

    private static String print(SyncLimit limit) {
        return limit instanceof SyncLimit.After after ? TIMES.printer().apply(after.time()) : NO_LIMIT;
    }
}
