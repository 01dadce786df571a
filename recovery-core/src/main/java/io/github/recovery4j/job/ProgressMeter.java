package io.github.recovery4j.job;

import io.github.recovery4j.time.Ticker;
import java.time.Duration;

/** Measures the rate of one attempt: from its first report on, so that work of earlier attempts does not count. */
final class ProgressMeter {

    private static final long BETWEEN_EVENTS = Duration.ofMillis(100).toNanos();

    private final Ticker ticker;
    private Progress newest = Progress.UNKNOWN;
    private boolean started;
    private long firstDone;
    private long firstAt;
    private long lastEventAt;

    ProgressMeter(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Takes a report; true if it is time to tell the listeners. */
    synchronized boolean report(long done, long total) {
        long now = ticker.nanos();
        boolean first = !started;
        if (first) {
            started = true;
            firstDone = done;
            firstAt = now;
        }
        long nanos = now - firstAt;
        double perSecond = nanos > 0 ? Math.max(0, done - firstDone) * 1e9 / nanos : 0;
        newest = new Progress(done, total, perSecond);
        if (first || now - lastEventAt >= BETWEEN_EVENTS || done == total) {
            lastEventAt = now;
            return true;
        }
        return false;
    }

    synchronized Progress newest() {
        return newest;
    }
}
