package io.github.recovery4j.cursor;

/**
 * Waypoints that do not hold any more: all of a cursor with an id between two.
 *
 * @param store the name of the store of the cursor
 * @param cursor the name of the cursor
 * @param after the id of the waypoint to which it went back; 0 if it has none any more
 * @param before the id of the event that says so: what is reached since has a higher one
 */
public record Orphaned(String store, String cursor, long after, long before) {

    /**
     * {@return whether a waypoint is one of them}
     *
     * @param waypoint of any cursor
     */
    public boolean contains(Waypoint waypoint) {
        return waypoint.id() > after
                && waypoint.id() < before
                && waypoint.cursor().equals(cursor)
                && waypoint.store().equals(store);
    }
}
