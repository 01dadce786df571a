package io.github.recovery4j.probe;

import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Calls code that may hang, each call on a daemon thread of its own. One that does not end in time is interrupted, has a
 * moment to leave, and is then abandoned: its thread goes on until it ends by itself. When too many are abandoned, nothing
 * is called any more until some have ended.
 */
final class Calls {

    /** Those of this process, as threads are what they use up. */
    static final Calls SHARED = new Calls(64, Ticker.system());

    private static final Duration LONGEST_LEAVE = Duration.ofMillis(500);
    private static final int LEAVE_PART = 10;

    private final int most;
    private final Ticker ticker;
    private final AtomicInteger abandoned = new AtomicInteger();

    Calls(int most, Ticker ticker) {
        this.most = most;
        this.ticker = ticker;
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
        return new Call<>(name, timeout, code);
    }

    /** Waits for a call; if the caller is interrupted, the call is too, and may leave before this returns. */
    <T> T await(Call<T> call) throws Exception {
        try {
            return call.await();
        } catch (InterruptedException e) {
            giveUp(List.of(call));
            throw e;
        }
    }

    /** Interrupts all of them, and gives them one moment together to leave. */
    void giveUp(Collection<? extends Call<?>> calls) {
        calls.forEach(Call::interrupt);
        long moment = ticker.nanos() + LONGEST_LEAVE.toNanos();
        calls.forEach(call -> call.abandonAt(moment));
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
        private final Duration timeout;
        private final long leave;
        private final long end;
        private final Thread thread;

        private Call(String name, Duration timeout, Callable<T> code) {
            this.timeout = timeout;
            this.leave = Math.min(timeout.toNanos() / LEAVE_PART, LONGEST_LEAVE.toNanos());
            this.end = ticker.nanos() + timeout.toNanos();
            this.thread = new Thread(() -> run(code), "recovery4j-probe: " + name);
            thread.setDaemon(true);
            thread.start();
        }

        private void run(Callable<T> code) {
            try {
                result.complete(code.call());
            } catch (Throwable e) {
                result.completeExceptionally(e); // thrown to whoever awaits the call
            } finally {
                if (phase.getAndSet(Phase.ENDED) == Phase.ABANDONED) {
                    abandoned.decrementAndGet();
                }
            }
        }

        /** What the call returns or throws, or a TimeoutException in time. */
        T await() throws Exception {
            try {
                return result.get(end - leave - ticker.nanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw thrown(e);
            } catch (TimeoutException e) {
                interrupt();
                abandonAt(end);
                throw new TimeoutException("no answer within " + timeout);
            }
        }

        private Exception thrown(ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            return e.getCause() instanceof Exception exception ? exception : e;
        }

        void interrupt() {
            thread.interrupt();
        }

        /** Lets an interrupted call leave until then, also if the caller is interrupted. */
        void abandonAt(long moment) {
            boolean interrupted = joinBefore(Math.min(moment, end));
            abandoned.incrementAndGet();
            if (!phase.compareAndSet(Phase.CALLED, Phase.ABANDONED)) {
                abandoned.decrementAndGet(); // it has ended
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** Waits for the thread, also if the caller is interrupted; returns whether it was. */
        private boolean joinBefore(long moment) {
            boolean interrupted = false;
            while (true) {
                try {
                    TimeUnit.NANOSECONDS.timedJoin(thread, moment - ticker.nanos());
                    return interrupted;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
    }
}
