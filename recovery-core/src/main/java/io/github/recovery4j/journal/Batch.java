package io.github.recovery4j.journal;

import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** A group that somebody may wait for. Guarded by the lock of its {@link GroupCommit}. */
final class Batch {

    private final Group group;
    private final Condition changed;
    private int deferred;
    private boolean settled;
    private @Nullable Throwable failure;

    Batch(long start, Condition changed) {
        this.group = new Group(start);
        this.changed = changed;
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

    void defer() {
        deferred++;
    }

    boolean isSettled() {
        return settled;
    }

    /** Why the settled batch is not durable; null if it is. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Tells everybody who waits. */
    void settle(@Nullable Throwable why) {
        settled = true;
        failure = why;
        changed.signalAll();
    }

    /** Signalled when the batch is settled, and when one of those who wait for it has to lead. */
    Condition changed() {
        return changed;
    }
}
