package io.github.recovery4j.file;

import io.github.recovery4j.settings.Settings;
import java.time.Duration;

/**
 * What a {@link FileStorage} keeps. The newest intact generation of an unfinished run that is younger than
 * {@code maxAge} is never removed, whatever the numbers say.
 *
 * @param generations how many generations of a run are kept, at least 2
 * @param maxAge unfinished runs that saved nothing for longer are removed when the storage is opened, unless they have a
 *     journal, and so is evidence (quarantined files) of that age; by recorded time
 * @param maxBytes how much older generations and evidence may take in all; beyond it the oldest are removed when the
 *     storage is opened
 */
public record Retention(int generations, Duration maxAge, long maxBytes) {

    /** Two generations, seven days, one gibibyte. */
    public static final Retention DEFAULT = FileSettings.retention(Settings.none());

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if fewer than 2 generations are to be kept, or a limit is not positive
     */
    public Retention {
        if (generations < 2 || maxAge.isNegative() || maxAge.isZero() || maxBytes < 0) {
            throw new IllegalArgumentException(
                    "A retention keeps at least 2 generations for a positive time, got %d for %s and %d bytes"
                            .formatted(generations, maxAge, maxBytes));
        }
    }

    /**
     * {@return the same with another number of generations}
     *
     * @param number at least 2
     */
    public Retention keeping(int number) {
        return new Retention(number, maxAge, maxBytes);
    }
}
