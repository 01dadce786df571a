package io.github.recovery4j.probe;

import java.util.Locale;

/**
 * How much of something is in use.
 *
 * @param of what
 * @param used how many bytes are
 * @param total how many there are
 */
record Usage(String of, long used, long total) {

    double share() {
        return (double) used / total;
    }

    /** Up unless more than that share is in use. */
    Answer atMost(double share) {
        String reason =
                String.format(Locale.ROOT, "%.0f %% of %s used (%,d of %,d bytes)", 100 * share(), of, used, total);
        return Answer.of(share() <= share, reason);
    }
}
