package io.github.recovery4j.job;

import java.time.Duration;
import java.util.Optional;

/**
 * How far the work of a run is.
 *
 * @param done how much is done
 * @param total how much there is to do; zero if unknown
 * @param perSecond how much this attempt did per second; zero if unknown
 */
public record Progress(long done, long total, double perSecond) {

    /** Nothing is known. */
    public static final Progress UNKNOWN = new Progress(0, 0, 0);

    /** {@return how long the rest will take at this rate; empty if that is unknown} */
    public Optional<Duration> remaining() {
        if (total <= 0 || perSecond <= 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(Math.round(1000.0 * Math.max(0, total - done) / perSecond)));
    }
}
