package io.github.recovery4j.job;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Three daemon threads, apart so that none waits for another: saving may hang on a slow disk, watching a lease may hang
 * on a slow network, and neither may delay a timeout.
 */
final class Timers implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timeouts = executor("recovery4j-timeout");
    private final ScheduledThreadPoolExecutor leases = executor("recovery4j-lease");
    private final ScheduledThreadPoolExecutor saves = executor("recovery4j-save");

    private static ScheduledThreadPoolExecutor executor(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    Future<?> timeout(Duration after, Runnable task) {
        return timeouts.schedule(task, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Renews a lease, and looks from another thread whether that is answered; until it is cancelled. */
    List<Future<?>> watchLease(Duration ttl, LeaseKeeper keeper) {
        return List.of(
                repeat(leases, LeaseKeeper.interval(ttl), keeper),
                repeat(timeouts, LeaseKeeper.looks(ttl), keeper::look));
    }

    Future<?> saveEvery(Duration interval, Runnable task) {
        return repeat(saves, interval, task);
    }

    private static Future<?> repeat(ScheduledThreadPoolExecutor executor, Duration every, Runnable task) {
        return executor.scheduleWithFixedDelay(task, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timeouts.shutdownNow();
        leases.shutdownNow();
        saves.shutdownNow();
    }
}
