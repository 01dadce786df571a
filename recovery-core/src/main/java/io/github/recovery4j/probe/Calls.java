package io.github.recovery4j.probe;

import io.github.recovery4j.time.Deadline;
import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Calls code that may hang, each call on a daemon thread that it has for itself. One that does not end in time is interrupted,
 * has a moment to leave, and is then abandoned: its thread goes on until it ends by itself. While too many are abandoned, no
 * other call is begun; those that are under way are waited for, and are not counted.
 *
 * <p>A thread whose call has ended is kept for a while for the next one, as creating one costs more than most calls do. It then has
 * nothing of the call before: neither its name nor its class loader, and no interrupt that was meant for that.
 */
final class Calls {

    /** Those of this process, as threads are what they use up. */
    static final Calls SHARED = new Calls(64, Ticker.system());

    private static final Duration LONGEST_LEAVE = Duration.ofMillis(500);
    private static final int LEAVE_PART = 10;

    /** Longer than from one look at processes to the next. */
    private static final int KEEP_SECONDS = 15;

    private static final String NAME = "recovery4j-probe";

    private final int most;
    private final Ticker ticker;
    private final Executor threads = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Calls::daemon);
    private final AtomicInteger abandoned = new AtomicInteger();

    Calls(int most, Ticker ticker) {
        this.most = most;
        this.ticker = ticker;
    }

    private static Thread daemon(Runnable calls) {
        Thread thread = new Thread(calls, NAME);
        thread.setDaemon(true);
        return thread;
    }

    int abandoned() {
        return abandoned.get();
    }

    /** Begins a call; its time runs from now on. */
    <T> Call<T> begin(String name, Duration timeout, Callable<T> code) {
        if (abandoned.get() >= most) {
            throw new RejectedExecutionException(
                    "%d calls of this process hang that were given up; no more are made until some have ended"
                            .formatted(most));
        }
        Call<T> call = new Call<>(name, Deadline.positive(name, timeout));
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        threads.execute(() -> call.run(code, loader));
        return call;
    }

    /** Waits for one call. */
    <T> T await(Call<T> call) throws Exception {
        expire(List.of(call));
        return call.result();
    }

    /**
     * Waits until each of them has ended or is late. Who is late is interrupted, and nobody is waited for to leave before all
     * were. If the caller is interrupted, all are, and may leave before this returns.
     *
     * @param calls those with the shorter timeouts first
     */
    void expire(Collection<? extends Call<?>> calls) throws InterruptedException {
        try {
            for (Call<?> call : calls) {
                call.expire();
            }
        } catch (InterruptedException e) {
            calls.forEach(Call::interrupt);
            Deadline moment = Deadline.in(LONGEST_LEAVE, ticker);
            calls.forEach(call -> call.abandonAt(moment));
            throw e;
        }
    }

    private enum Phase {
        CALLED,
        ABANDONED,
        ENDED
    }

    /** A call under way. */
    final class Call<T> {

        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.CALLED);
        private final CountDownLatch left = new CountDownLatch(1);
        private final String name;
        private final Duration timeout;
        private final Deadline end;
        private final long leave;
        private boolean late;

        // guarded by this
        private @Nullable Thread thread; // only while it is in the code
        private boolean interrupted;

        private Call(String name, Duration timeout) {
            this.name = name;
            this.timeout = timeout;
            this.end = Deadline.in(timeout, ticker);
            this.leave = Math.min(Deadline.nanos(timeout) / LEAVE_PART, LONGEST_LEAVE.toNanos());
        }

        private void run(Callable<T> code, @Nullable ClassLoader loader) {
            Thread current = Thread.currentThread();
            current.setName(NAME + ": " + name);
            current.setContextClassLoader(loader);
            try {
                enter(current);
                result.complete(code.call());
            } catch (Throwable e) {
                result.completeExceptionally(e); // thrown to whoever awaits the call
            } finally {
                leave(current);
            }
        }

        private synchronized void enter(Thread current) {
            thread = current;
            if (interrupted) {
                current.interrupt();
            }
        }

        /** In this order: an interrupt that comes after the first line comes too late for the next call too. */
        private void leave(Thread current) {
            synchronized (this) {
                thread = null;
            }
            Thread.interrupted();
            current.setContextClassLoader(null);
            current.setName(NAME);
            if (phase.getAndSet(Phase.ENDED) == Phase.ABANDONED) {
                abandoned.decrementAndGet();
            }
            left.countDown();
        }

        void expire() throws InterruptedException {
            try {
                result.get(end.nanosLeft() - leave, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                late = true;
                interrupt();
            } catch (ExecutionException | CancellationException e) {
                // it has ended: the result tells how
            }
        }

        /** What the call returned or threw; a TimeoutException if it was late, which then has until its end to leave. */
        T result() throws Exception {
            if (late) {
                abandonAt(end);
                throw new TimeoutException("no answer within " + timeout);
            }
            try {
                return result.join();
            } catch (CompletionException e) {
                throw thrown(e);
            }
        }

        /** Only who asks is interrupted by an InterruptedException; that of the code is one of its failures. */
        private static Exception thrown(CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            return e.getCause() instanceof Exception exception && !(exception instanceof InterruptedException)
                    ? exception
                    : e;
        }

        synchronized void interrupt() {
            interrupted = true;
            if (thread != null) {
                thread.interrupt();
            }
        }

        /** Lets an interrupted call leave until then, also if the caller is interrupted. */
        void abandonAt(Deadline moment) {
            boolean asked = awaitBefore(moment.nanosLeft() < end.nanosLeft() ? moment : end);
            abandoned.incrementAndGet();
            if (!phase.compareAndSet(Phase.CALLED, Phase.ABANDONED)) {
                abandoned.decrementAndGet(); // it has ended
            }
            if (asked) {
                Thread.currentThread().interrupt();
            }
        }

        /** Waits until it has left, also if the caller is interrupted; returns whether it was. */
        private boolean awaitBefore(Deadline moment) {
            boolean asked = false;
            while (true) {
                try {
                    boolean unused = left.await(moment.nanosLeft(), TimeUnit.NANOSECONDS);
                    return asked;
                } catch (InterruptedException e) {
                    asked = true;
                }
            }
        }
    }
}
