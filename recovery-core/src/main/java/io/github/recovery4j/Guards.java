package io.github.recovery4j;

import io.github.recovery4j.health.HealthCheck;
import io.github.recovery4j.health.HealthMonitor;
import io.github.recovery4j.job.Services;
import io.github.recovery4j.settings.Settings;
import io.github.recovery4j.supervision.Subject;
import io.github.recovery4j.supervision.Supervisor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The monitors and supervisors of a recovery. Once closed it starts none. Safe for use by many threads. */
final class Guards implements AutoCloseable {

    private final Services services;
    private final Settings settings;
    private final List<Runnable> started = new ArrayList<>();
    private boolean closed;

    Guards(Services services, Settings settings) {
        this.services = services;
        this.settings = settings;
    }

    HealthMonitor monitor(Collection<HealthCheck> checks) {
        List<HealthCheck> tuned =
                checks.stream().map(check -> check.tuned(settings)).toList();
        return start(
                () -> HealthMonitor.start(tuned, services.listener(), services.clock(), services.ticker()),
                HealthMonitor::close);
    }

    Supervisor supervise(Collection<Subject> subjects) {
        List<Subject> tuned =
                subjects.stream().map(subject -> subject.tuned(settings)).toList();
        return start(
                () -> Supervisor.start(
                        tuned, services.listener(), services.clock(), services.ticker(), services.waiter()),
                Supervisor::close);
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
