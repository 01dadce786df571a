package io.github.recovery4j.queue;

import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.thread.TimeLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that do the work of a queue: each claims one piece, does it, and tells what came of it, again and again. Claims are
 * renewed while they work, so what never ends keeps its thread, and its claim.
 *
 * <p>A failure is told as {@link WorkQueue#retry}, or {@link WorkQueue#fail} if the policy of the queue says that it does not
 * go away. When the medium fails they end: what they worked on is done again when the queue is opened the next time.
 *
 * <p>The threads are daemons. Safe for use by many threads.
 */
public final class Workers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Workers.class);

    private static final int RENEWALS = 3;

    private final WorkQueue<?> queue;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Worker<?>> all = new ArrayList<>();
    private final ScheduledThreadPoolExecutor renewer;
    private volatile boolean closing;
    private @Nullable Future<?> renewals;

    private Workers(WorkQueue<?> queue) {
        this.queue = queue;
        this.renewer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "recovery4j-claims"));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    static <T> Workers begin(WorkQueue<T> queue, int number, WorkHandler<T> handler) {
        if (number < 1) {
            throw new IllegalArgumentException("At least one thread works, got " + number);
        }
        Workers workers = new Workers(queue);
        for (int i = 1; i <= number; i++) {
            Worker<T> worker = workers.new Worker<>(queue, handler);
            workers.all.add(worker);
            workers.threads.add(daemon(worker, "recovery4j-work-" + i));
        }
        long pause = Math.max(1, queue.definition().claimTime().toNanos() / RENEWALS);
        workers.renewals = workers.renewer.scheduleWithFixedDelay(workers::renew, pause, pause, TimeUnit.NANOSECONDS);
        workers.threads.forEach(Thread::start);
        return workers;
    }

    private void renew() {
        all.forEach(Worker::renew);
    }

    /** One thread. */
    private final class Worker<T> implements Runnable {

        private final WorkQueue<T> queue;
        private final WorkHandler<T> handler;
        private volatile @Nullable Held held;

        Worker(WorkQueue<T> queue, WorkHandler<T> handler) {
            this.queue = queue;
            this.handler = handler;
        }

        /** What is being worked on, and the way to interrupt that. */
        private record Held(Claim<?> claim, TimeLimit interruption) {}

        @Override
        public void run() {
            try {
                while (!closing) {
                    next();
                }
            } catch (InterruptedException | JournalClosedException e) {
                log.debug("{} is not worked on any more by this thread", queue);
            } catch (JournalException e) {
                log.error(
                        "{} is not worked on any more by this thread, what it claimed is done again once the queue is opened again: {}",
                        queue,
                        e.getMessage());
            }
        }

        private void next() throws InterruptedException {
            long heard = queue.bell().rings();
            Optional<Claim<T>> claim = queue.claim();
            if (claim.isPresent()) {
                work(claim.get());
                if (!closing) {
                    Thread.interrupted(); // it was meant for that piece of work
                }
            } else {
                queue.bell().await(heard, queue.quiet());
            }
        }

        private void work(Claim<T> claim) {
            try {
                answer(claim);
            } catch (ClaimLostException e) {
                log.warn("{} What was done may be done again", e.getMessage());
            }
        }

        private void answer(Claim<T> claim) {
            String outcome;
            TimeLimit interruption = new TimeLimit(Thread.currentThread());
            held = new Held(claim, interruption);
            try {
                outcome = Objects.requireNonNull(
                        handler.handle(claim), "The handler returned null instead of what came of it");
            } catch (Exception | Error e) { // nothing that a handler throws ends the thread
                held = null;
                interruption.end();
                failed(claim, e);
                return;
            } finally {
                held = null;
                interruption.end();
            }
            queue.complete(claim, outcome);
        }

        private void failed(Claim<T> claim, Throwable failure) {
            if (closing) {
                queue.release(claim);
            } else if (failure instanceof Exception e
                    && queue.definition().retry().retryable().test(e)) {
                boolean again = queue.retry(claim, failure.toString());
                log.info(
                        "'{}' in {} failed, {}: {}",
                        claim.id(),
                        queue,
                        again ? "it is tried again" : "for good",
                        failure.toString());
            } else {
                log.warn("'{}' in {} failed for good: {}", claim.id(), queue, failure.toString());
                queue.fail(claim, failure.toString());
            }
        }

        void renew() {
            Held now = held;
            if (now == null) {
                return;
            }
            try {
                queue.renew(now.claim());
            } catch (ClaimLostException | IllegalMoveException e) {
                log.debug("The work is interrupted: {}", e.getMessage());
                now.interruption().expire();
            } catch (JournalException e) {
                log.debug("A claim is not renewed: {}", e.getMessage()); // whoever works on it will find out
            }
        }
    }

    /** {@return whether somebody still works, or waits for work} */
    public boolean isRunning() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    /**
     * Ends them: what is being done is interrupted and waited for. What ends well then is completed; what does not is given
     * back, and the attempt does not count. Closing twice does nothing more.
     */
    @Override
    public void close() {
        closing = true;
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive() && thread != Thread.currentThread()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (renewals != null) {
            renewals.cancel(false);
        }
        renewer.shutdownNow();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return threads.size() + " threads that work on " + queue;
    }
}
