package io.github.recovery4j.journal;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sees to it that records are durable in time although nobody waits for them. Has a daemon thread once there are any. */
final class Flusher implements AutoCloseable {

    private final Runnable flush;
    private @Nullable ScheduledThreadPoolExecutor executor;
    private @Nullable ScheduledFuture<?> next;
    private boolean closed;

    Flusher(Runnable flush) {
        this.flush = flush;
    }

    /** Flushes at least once within this time from now. */
    synchronized void within(Duration delay) {
        long nanos = delay.toNanos();
        if (!closed && (next == null || next.getDelay(TimeUnit.NANOSECONDS) > nanos)) {
            next = executor().schedule(this::run, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** Who appends from now on may come too late for this one. */
    private void run() {
        synchronized (this) {
            next = null;
        }
        flush.run();
    }

    private ScheduledThreadPoolExecutor executor() {
        ScheduledThreadPoolExecutor started = executor;
        if (started == null) {
            started = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "recovery4j-journal");
                thread.setDaemon(true);
                return thread;
            });
            executor = started;
        }
        return started;
    }

    /** Nothing is flushed any more, unless it has begun. */
    @Override
    public synchronized void close() {
        closed = true;
        if (executor != null) {
            executor.shutdownNow();
        }
    }
}
