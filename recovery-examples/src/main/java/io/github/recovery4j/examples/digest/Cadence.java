package io.github.recovery4j.examples.digest;

import io.github.recovery4j.time.Ticker;
import java.time.Duration;

/**
 * When to save: every quarter of a second, or more rarely where saving is slow, so that it takes at most a fifteenth of
 * the time.
 */
final class Cadence {

    private static final long INTERVAL = Duration.ofMillis(250).toNanos();
    private static final long SHARE = 15;

    private final Ticker ticker;
    private long due;

    Cadence(Ticker ticker) {
        this.ticker = ticker;
        this.due = ticker.nanos() + INTERVAL;
    }

    boolean due() {
        return ticker.nanos() - due >= 0;
    }

    /** Tells when the save that ends now was begun. */
    void saved(long begun) {
        long now = ticker.nanos();
        due = now + Math.max(INTERVAL, SHARE * (now - begun));
    }
}
