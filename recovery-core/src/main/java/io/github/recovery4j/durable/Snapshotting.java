package io.github.recovery4j.durable;

import java.util.concurrent.Executor;

/**
 * When snapshots are taken, and by whom.
 *
 * @param executor takes them; it may do so at once
 * @param leastTail how many bytes of events there are at least since the one before
 */
public record Snapshotting(Executor executor, long leastTail) {

    private static final long LEAST_TAIL = 4 << 20;

    /**
     * {@return when 4 MiB of events have come}
     *
     * @param executor takes them
     */
    public static Snapshotting by(Executor executor) {
        return new Snapshotting(executor, LEAST_TAIL);
    }
}
