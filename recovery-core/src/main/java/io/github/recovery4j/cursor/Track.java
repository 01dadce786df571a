package io.github.recovery4j.cursor;

import java.util.List;
import java.util.Optional;

/**
 * Where one cursor is and was: what a {@link Cursor} moves on. What a method returns, and what it changed, is durable. Safe
 * for use by many threads.
 */
interface Track {

    /** {@return the name of the cursor} */
    String name();

    /** {@return what it is one of, in its waypoints: a store, or a run} */
    String store();

    /** {@return where it is} */
    Optional<Waypoint> at();

    /** {@return where it was and is, oldest first} */
    List<Waypoint> history();

    /**
     * Goes on.
     *
     * @throws IllegalArgumentException if the position is not behind the one where it is
     */
    Waypoint advance(Position position, String anchor);

    /**
     * Goes back.
     *
     * @param from goes nowhere if it is not there any more; empty if that does not matter
     * @param to the id of the waypoint to go to; 0 for none
     * @return what is orphaned then; empty if it went nowhere
     */
    Optional<Orphaned> goBack(Optional<Waypoint> from, long to);

    /** {@return what not all dependents may know, oldest first} */
    List<Orphaned> unsettled();

    /**
     * Remembers that all dependents know, from now on or a while later.
     *
     * @param waypoints what
     */
    void settled(Orphaned waypoints);
}
