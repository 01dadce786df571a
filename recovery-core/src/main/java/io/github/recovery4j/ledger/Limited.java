package io.github.recovery4j.ledger;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls somebody else's code, each time on a daemon thread of its own: it is interrupted when its time is over, or whoever
 * waits for it is; and left behind if it does not heed that. What was left behind is not called again before it has ended.
 * Safe for use by many threads.
 */
final class Limited {

    private final TimeLimits limits;
    private final Map<String, Thread> leftBehind = new ConcurrentHashMap<>();

    Limited(TimeLimits limits) {
        this.limits = limits;
    }

    /** What it returns although its time is over is its result all the same. */
    <T> T call(String what, Callable<T> code) throws Exception {
        Thread before = leftBehind.get(what);
        if (before != null && before.isAlive()) {
            throw new IllegalStateException("It was begun before, left behind, and has not ended since");
        }
        leftBehind.remove(what);
        FutureTask<T> task = new FutureTask<>(code);
        Thread thread = new Thread(task, "recovery4j-reconcile: " + what);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limits.nanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw thrown(e);
        } catch (TimeoutException e) {
            return interrupted(what, task, thread, true);
        } catch (InterruptedException e) {
            try {
                return interrupted(what, task, thread, false);
            } finally {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T interrupted(String what, FutureTask<T> task, Thread thread, boolean late) throws Exception {
        thread.interrupt();
        try {
            return task.get(limits.graceNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Exception thrown = thrown(e);
            throw late ? limits.late(thrown) : thrown;
        } catch (TimeoutException e) {
            leftBehind.put(what, thread);
            throw limits.leftBehind(late);
        }
    }

    private static Exception thrown(ExecutionException e) {
        if (e.getCause() instanceof Exception cause) {
            return cause;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e;
    }
}
