package io.github.recovery4j.audit;

import io.github.recovery4j.settings.Setting;
import io.github.recovery4j.settings.SettingType;
import java.time.Duration;

/** What can be tuned of an audit log. */
public final class AuditSettings {

    /** How long events are kept. */
    public static final Setting<Duration> MAX_AGE = Setting.of(
            "recovery4j.audit.max-age",
            SettingType.duration(Duration.ofMillis(1)),
            Duration.ofDays(30),
            "How long events of the audit log are kept.");

    /** How much space is kept. */
    public static final Setting<Long> MAX_BYTES = Setting.of(
            "recovery4j.audit.max-bytes",
            SettingType.bytes(AuditLog.Builder.SMALLEST),
            64L << 20,
            "How much space the audit log may take.");

    private AuditSettings() {}
}
