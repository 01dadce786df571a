package io.github.recovery4j.file;

import io.github.recovery4j.settings.Setting;
import io.github.recovery4j.settings.SettingType;
import io.github.recovery4j.settings.Settings;
import java.time.Duration;

/** What can be tuned of a storage in files. */
public final class FileSettings {

    /** How many generations are kept. */
    public static final Setting<Integer> GENERATIONS = Setting.of(
            "recovery4j.file.generations", SettingType.count(2, 1000), 2, "How many generations of a run are kept.");

    /** How long unfinished runs are kept. */
    public static final Setting<Duration> MAX_AGE = Setting.of(
            "recovery4j.file.max-age",
            SettingType.duration(Duration.ofMillis(1)),
            Duration.ofDays(7),
            "How long unfinished runs that save nothing, and evidence of damage, are kept.");

    /** How much space is kept. */
    public static final Setting<Long> MAX_BYTES = Setting.of(
            "recovery4j.file.max-bytes",
            SettingType.bytes(0),
            1L << 30,
            "How much space older generations and evidence of damage may take.");

    private FileSettings() {}

    /**
     * {@return what a storage keeps}
     *
     * @param settings what is set
     */
    public static Retention retention(Settings settings) {
        return new Retention(GENERATIONS.in(settings), MAX_AGE.in(settings), MAX_BYTES.in(settings));
    }
}
