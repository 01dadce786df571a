package io.github.recovery4j.warm;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon thread of its own, so that nobody else's delays reach it. */
final class DaemonTimer implements Timer {

    private static final Logger log = LoggerFactory.getLogger(WarmRestart.class);

    private final String name;
    private final ScheduledThreadPoolExecutor executor;
    private final List<Future<?>> tasks = new CopyOnWriteArrayList<>();

    DaemonTimer(String name) {
        this.name = name;
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void after(Duration time, Runnable task) {
        tasks.add(executor.schedule(guarded(task), TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS));
    }

    @Override
    public void every(Duration time, Runnable task) {
        long pause = Math.max(1, TimeUnit.NANOSECONDS.convert(time));
        tasks.add(executor.scheduleWithFixedDelay(guarded(task), pause, pause, TimeUnit.NANOSECONDS));
    }

    /** Nobody looks at what becomes of a task. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                log.error("A task of {} failed, what it was to do is not done", name, e);
            }
        };
    }

    @Override
    public void close() {
        tasks.forEach(task -> task.cancel(true));
        executor.shutdownNow();
    }
}
