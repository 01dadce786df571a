package io.github.recovery4j.job;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.cursor.Cursor;
import io.github.recovery4j.cursor.Dependent;
import io.github.recovery4j.cursor.RunCursors;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.step.ActiveSteps;
import io.github.recovery4j.step.RollbackRequestedException;
import io.github.recovery4j.step.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The run as its work sees it; everything it does is done by one of its parts. */
final class ActiveRun<C, S> implements Run<C, S> {

    private final Services services;
    private final Ownership own;
    private final Saves<S> saves;
    private final StopSignal stop;
    private final ProgressMeter meter;
    private final ActiveSteps steps;
    private final RunCursors cursors;
    private final Start<C, S> start;

    ActiveRun(Services services, Ownership own, Saves<S> saves, StopSignal stop, ActiveSteps steps, Start<C, S> start) {
        this.services = services;
        this.own = own;
        this.saves = saves;
        this.stop = stop;
        this.meter = new ProgressMeter(services.ticker());
        this.steps = steps;
        this.cursors = new RunCursors(
                own.run(),
                own.journal().history().places(),
                own.journal()::move,
                services.listener(),
                services.clock());
        this.start = start;
    }

    /** How the attempt began. */
    record Start<C, S>(C config, RecoveryPlan<C, S> plan, int attempt) {}

    @Override
    public RunId id() {
        return own.run().id();
    }

    @Override
    public C config() {
        return start.config();
    }

    @Override
    public S state() {
        return saves.newest().state();
    }

    @Override
    public RecoveryPlan<C, S> plan() {
        return start.plan();
    }

    @Override
    public boolean resumed() {
        return start.plan() instanceof RecoveryPlan.Resume;
    }

    @Override
    public int attempt() {
        return start.attempt();
    }

    @Override
    public void checkpoint(S state) {
        saves.checkpoint(snapshot -> snapshot.with(state));
    }

    @Override
    public void report(S state) {
        saves.report(snapshot -> snapshot.with(state));
    }

    @Override
    public void progress(long done, long total) {
        if (meter.report(done, total)) {
            Progress now = meter.newest();
            services.listener()
                    .on(new RecoveryEvent.ProgressMade(
                            services.clock().instant(), own.run(), done, total, now.perSecond(), now.remaining()));
        }
    }

    @Override
    public Progress progress() {
        return meter.newest();
    }

    @Override
    public <T> S forEach(Source<T> source, int size, ChunkHandler<S, T> handler) throws Exception {
        if (size < 1) {
            throw new IllegalArgumentException("A chunk has at least one item, got " + size);
        }
        long position = saves.newest().positions().getOrDefault(source.name(), 0L);
        long total = Math.max(0, source.size());
        Iterator<T> items = source.openAt(position);
        try (AutoCloseable opened = items instanceof AutoCloseable closeable ? closeable : () -> {}) {
            progress(position, total);
            while (items.hasNext()) {
                throwIfStopped();
                List<T> chunk = next(items, size);
                S after = handler.handle(state(), chunk);
                position += chunk.size();
                long reached = position;
                saves.checkpoint(snapshot -> snapshot.with(after, source.name(), reached));
                progress(reached, total);
            }
        }
        return state();
    }

    private static <T> List<T> next(Iterator<T> items, int size) {
        List<T> chunk = new ArrayList<>(size);
        while (chunk.size() < size && items.hasNext()) {
            chunk.add(items.next());
        }
        return Collections.unmodifiableList(chunk);
    }

    @Override
    public <T extends @Nullable Object> Step<T> step(String name, Class<T> type) {
        return steps.step(name, type);
    }

    @Override
    public Cursor cursor(String name, Dependent... dependents) {
        return cursors.cursor(name, List.of(dependents));
    }

    @Override
    public RollbackRequestedException rollback(String reason) {
        return steps.rollback(reason);
    }

    /** Waits until no thread of the work is in a step any more. */
    void awaitSteps() {
        steps.awaitEnd();
    }

    @Override
    public boolean stopRequested() {
        return stop.reason().isPresent();
    }

    @Override
    public void throwIfStopped() {
        stop.reason().ifPresent(reason -> {
            throw new RunStoppedException(reason);
        });
    }
}
