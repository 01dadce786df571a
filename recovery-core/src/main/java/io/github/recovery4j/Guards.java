package io.github.recovery4j;

import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.health.HealthCheck;
import io.github.recovery4j.health.HealthMonitor;
import io.github.recovery4j.supervision.Subject;
import io.github.recovery4j.supervision.Supervisor;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The monitors and supervisors of a recovery. Once closed it starts none. Safe for use by many threads. */
final class Guards implements AutoCloseable {

    private final RecoveryListener listener;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Waiter waiter;
    private final List<Runnable> started = new ArrayList<>();
    private boolean closed;

    Guards(RecoveryListener listener, InstantSource clock, Ticker ticker, Waiter waiter) {
        this.listener = listener;
        this.clock = clock;
        this.ticker = ticker;
        this.waiter = waiter;
    }

    HealthMonitor monitor(Collection<HealthCheck> checks) {
        return start(() -> HealthMonitor.start(checks, listener, clock, ticker), HealthMonitor::close);
    }

    Supervisor supervise(Collection<Subject> subjects) {
        return start(() -> Supervisor.start(subjects, listener, clock, ticker, waiter), Supervisor::close);
    }

    private synchronized <G> G start(Supplier<G> starter, Consumer<G> closer) {
        if (closed) {
            throw new IllegalStateException("This recovery is shutting down: nothing is watched any more");
        }
        G guard = starter.get();
        started.add(() -> closer.accept(guard));
        return guard;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        started.forEach(Runnable::run); // nobody adds to it any more
    }
}
