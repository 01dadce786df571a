package io.github.recovery4j;

import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.health.HealthCheck;
import io.github.recovery4j.health.HealthMonitor;
import io.github.recovery4j.time.Ticker;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The monitors of a recovery. Once closed it starts none. Safe for use by many threads. */
final class Monitors implements AutoCloseable {

    private final RecoveryListener listener;
    private final InstantSource clock;
    private final Ticker ticker;
    private final List<HealthMonitor> started = new ArrayList<>();
    private boolean closed;

    Monitors(RecoveryListener listener, InstantSource clock, Ticker ticker) {
        this.listener = listener;
        this.clock = clock;
        this.ticker = ticker;
    }

    synchronized HealthMonitor start(Collection<HealthCheck> checks) {
        if (closed) {
            throw new IllegalStateException("This recovery is shutting down: nothing is monitored any more");
        }
        HealthMonitor monitor = HealthMonitor.start(checks, listener, clock, ticker);
        started.add(monitor);
        return monitor;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        started.forEach(HealthMonitor::close); // nobody adds to it any more
    }
}
