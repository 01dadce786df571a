package io.github.recovery4j.ledger;

import io.github.recovery4j.thread.TimeLimit;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls somebody else's code, and interrupts it when its time is over. Has a daemon thread. */
final class Limited implements AutoCloseable {

    private final Duration limit;
    private final ScheduledThreadPoolExecutor timer;

    Limited(Duration limit) {
        this.limit = limit;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "recovery4j-time-limit");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** What it returns although its time is over is its result all the same. */
    <T> T call(Callable<T> code) throws Exception {
        TimeLimit time = new TimeLimit(Thread.currentThread());
        Future<?> expiry = timer.schedule(time::expire, limit.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return code.call();
        } catch (Exception e) {
            if (time.end()) {
                TimeoutException late = new TimeoutException("It took longer than " + limit);
                late.initCause(e);
                throw late;
            }
            throw e;
        } finally {
            expiry.cancel(false);
            time.end();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
