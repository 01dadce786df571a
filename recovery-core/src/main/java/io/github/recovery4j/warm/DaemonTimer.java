package io.github.recovery4j.warm;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A daemon thread of its own, so that nobody else's delays reach it. */
final class DaemonTimer implements Timer {

    private final ScheduledThreadPoolExecutor executor;

    DaemonTimer(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void after(Duration time, Runnable task) {
        executor.schedule(task, TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
    }

    @Override
    public void every(Duration time, Runnable task) {
        long pause = Math.max(1, TimeUnit.NANOSECONDS.convert(time));
        executor.scheduleWithFixedDelay(task, pause, pause, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
