package io.github.recovery4j.child;

import io.github.recovery4j.time.Ticker;
import java.time.Duration;

/**
 * How old one life of a child is. For how long something has been so is told by the age at which it was seen first, so that no
 * clock matters that somebody may set.
 */
final class Age {

    private final Ticker ticker;
    private final long begun;

    Age(Ticker ticker) {
        this.ticker = ticker;
        this.begun = ticker.nanos();
    }

    Duration now() {
        return Duration.ofNanos(ticker.nanos() - begun);
    }

    /** For people. */
    static String text(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1e3);
    }
}
