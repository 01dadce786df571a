package io.github.recovery4j.step;

import io.github.recovery4j.cursor.Waypoint;

/**
 * The place of a cursor of the run on which a step hangs.
 *
 * @param cursor the name of the cursor
 * @param id the id of the {@link Waypoint}
 */
public record Place(String cursor, long id) {

    static Place of(Waypoint waypoint) {
        return new Place(waypoint.cursor(), waypoint.id());
    }
}
