package io.github.recovery4j.ledger;

import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.time.Waiter;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Reconciler} that repairs again and again. Safe for use by many threads. */
public final class Patrol implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Patrol.class);

    private final Thread thread;
    private volatile boolean closed;

    private Patrol(Runnable round, String ledger, Duration pause, Waiter waiter) {
        this.thread = new Thread(() -> walk(round, ledger, pause, waiter), "recovery4j-reconcile");
        thread.setDaemon(true);
    }

    static Patrol begin(Runnable round, String ledger, Duration pause, Waiter waiter) {
        Patrol patrol = new Patrol(round, ledger, pause, waiter);
        patrol.thread.start();
        return patrol;
    }

    private void walk(Runnable round, String ledger, Duration pause, Waiter waiter) {
        while (!closed) {
            try {
                waiter.await(pause);
                round.run();
            } catch (InterruptedException | JournalClosedException e) {
                log.debug("{} is not reconciled any more", ledger);
                return;
            } catch (RuntimeException e) {
                log.warn("{} could not be reconciled, that is tried again in {}: {}", ledger, pause, e.toString());
            }
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

    /** Ends it: what is being repaired is interrupted, and waited for. Closing twice does nothing more. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
