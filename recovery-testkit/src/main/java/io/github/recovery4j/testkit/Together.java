package io.github.recovery4j.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs tasks at the same time, each on a thread of its own, and fails with the first that fails. */
final class Together {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final List<Callable<Void>> tasks = new ArrayList<>();

    /** What one thread does. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    Together add(Task task) {
        tasks.add(() -> {
            task.run();
            return null;
        });
        return this;
    }

    Together add(int times, Task task) {
        for (int i = 0; i < times; i++) {
            add(task);
        }
        return this;
    }

    /** Starts all tasks at once and waits for their end. */
    void run() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size(), task -> {
            Thread thread = new Thread(task, "contract test");
            thread.setDaemon(true);
            return thread;
        });
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Void>> running = new ArrayList<>();
        for (Callable<Void> task : tasks) {
            running.add(threads.submit(() -> {
                start.await();
                return task.call();
            }));
        }
        start.countDown();
        try {
            join(running);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void join(List<Future<Void>> running) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Future<Void> task : running) {
            try {
                task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new AssertionError("a thread failed: " + e.getCause(), e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("a thread hangs", e);
            }
        }
    }
}
