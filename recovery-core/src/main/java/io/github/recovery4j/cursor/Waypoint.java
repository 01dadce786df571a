package io.github.recovery4j.cursor;

import java.time.Instant;

/**
 * One place to which a cursor has come. The same position reached again, after a rewind, is another waypoint.
 *
 * @param store the name of the store of its cursor
 * @param cursor the name of its cursor
 * @param id tells it from all others of the store; a later one has a higher id
 * @param position how far it was
 * @param anchor what tells whether the position is still the same in the live world, such as the hash of a block
 * @param reached when, by the wall clock
 */
public record Waypoint(String store, String cursor, long id, Position position, String anchor, Instant reached) {

    @Override
    public String toString() {
        return "%s (%s)".formatted(position, anchor);
    }
}
