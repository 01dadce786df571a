package io.github.recovery4j.cursor;

/** Somebody who keeps what hangs on waypoints, and gives it up when they do not hold any more. */
@FunctionalInterface
public interface Dependent {

    /**
     * Gives up what hangs on some waypoints, durably. It may be told the same more than once: after a crash, or after
     * another dependent failed.
     *
     * @param waypoints those that do not hold any more
     * @throws RuntimeException if that failed: the cursor takes no new position until it has succeeded
     */
    void orphaned(Orphaned waypoints);
}
