package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.examples.console.DurationConverter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * A file that a program touches while it is well.
 *
 * @param file its path; in a description relative to the directory of the pane
 * @param within how old it may become before the program counts as hung, such as {@code 5s}
 */
record Heartbeat(String file, String within) {

    Heartbeat(@Nullable String file, @Nullable String within) {
        this.file = Checked.text("file", file);
        this.within = Checked.text("within", within);
        if (limit().isZero()) {
            throw new IllegalArgumentException("within: a limit is positive");
        }
    }

    Duration limit() {
        try {
            return new DurationConverter().convert(within);
        } catch (TypeConversionException e) {
            throw new IllegalArgumentException("within: " + e.getMessage(), e);
        }
    }
}
