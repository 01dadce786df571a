package io.github.recovery4j.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A group that somebody may wait for. Guarded by the lock of its {@link GroupCommit}, but for the waiting: hundreds may be
 * woken at once, and would stand in line for the lock only to learn that they need nothing of it.
 */
final class Batch {

    private final Group group;
    private int deferred;
    private final List<Thread> waiting = new ArrayList<>();
    private volatile @Nullable Thread leader;
    private volatile boolean settled;
    private volatile @Nullable Throwable failure;

    Batch(long start) {
        this.group = new Group(start);
    }

    Group group() {
        return group;
    }

    boolean isEmpty() {
        return group.size() == 0;
    }

    /** How many records nobody waits for. */
    int deferred() {
        return deferred;
    }

    /** Nobody waits for the record that was added last. */
    void defer() {
        deferred++;
    }

    /** The calling thread is going to wait for others. */
    void join() {
        waiting.add(Thread.currentThread());
    }

    /** The calling thread is going to lead. */
    void lead() {
        leader = Thread.currentThread();
    }

    /** Lets the first of those who wait lead; false if there is nobody. */
    boolean appoint() {
        if (waiting.isEmpty()) {
            return false;
        }
        Thread first = waiting.get(0);
        leader = first;
        LockSupport.unpark(first);
        return true;
    }

    /**
     * Waits for the end of the batch, or to be chosen for bringing it about. Called without the lock. An interrupt is kept.
     *
     * @return whether the calling thread has to lead
     */
    boolean awaitTurn() {
        boolean interrupted = false;
        while (!settled && leader != Thread.currentThread()) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !settled;
    }

    /** Why the settled batch is not durable; null if it is. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Ends the batch. Nobody joins it any more. */
    void settle(@Nullable Throwable why) {
        failure = why;
        settled = true;
    }

    /** Wakes everybody who waits for the settled batch. Called without the lock. */
    void wake() {
        for (Thread each : waiting) {
            if (each != Thread.currentThread()) {
                LockSupport.unpark(each);
            }
        }
    }
}
