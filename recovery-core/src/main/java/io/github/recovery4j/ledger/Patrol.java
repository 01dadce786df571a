package io.github.recovery4j.ledger;

import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.time.Waiter;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Reconciler} that repairs again and again. Nothing that a round throws ends it. It ends when it is closed, or its
 * ledger is; of a ledger of {@code Recovery}, when workers are stopped. Safe for use by many threads.
 */
public final class Patrol implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Patrol.class);

    private final Thread thread;
    private final UnderWay underWay;
    private final UnderWay.Task task = new UnderWay.Task() {
        @Override
        public void stop() {
            Patrol.this.stop();
        }

        @Override
        public void join() throws InterruptedException {
            Patrol.this.join();
        }
    };
    private volatile boolean closed;

    private Patrol(Runnable round, Core<?, ?> core, Duration pause, Waiter waiter) {
        this.underWay = core.underWay();
        this.thread = new Thread(() -> walk(round, core, pause, waiter), "recovery4j-reconcile");
        thread.setDaemon(true);
    }

    static Patrol begin(Runnable round, Core<?, ?> core, Duration pause, Waiter waiter) {
        Patrol patrol = new Patrol(round, core, pause, waiter);
        patrol.underWay.begin(patrol.task);
        patrol.thread.start();
        return patrol;
    }

    private void walk(Runnable round, Core<?, ?> core, Duration pause, Waiter waiter) {
        try {
            while (!closed) {
                waiter.await(pause);
                walk(round, core, pause);
            }
        } catch (InterruptedException | JournalClosedException e) {
            log.debug("{} is not reconciled any more", core);
        } finally {
            underWay.end(task);
        }
    }

    private static void walk(Runnable round, Core<?, ?> core, Duration pause) {
        try {
            round.run();
        } catch (JournalClosedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            log.warn("{} could not be reconciled, that is tried again in {}: {}", core, pause, Words.of(e));
        }
    }

    /**
     * Waits until it has ended.
     *
     * @throws InterruptedException if the caller is interrupted
     */
    public void join() throws InterruptedException {
        thread.join();
    }

    private void stop() {
        closed = true;
        thread.interrupt();
    }

    /**
     * Ends it: what is being repaired is interrupted, and waited for, unless it does not heed that. Closing twice does nothing
     * more.
     */
    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
