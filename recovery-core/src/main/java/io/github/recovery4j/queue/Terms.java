package io.github.recovery4j.queue;

import io.github.recovery4j.cursor.Waypoint;
import java.time.Instant;
import java.util.Optional;

/**
 * On which terms a piece of work is to be done.
 *
 * @param priority higher ones are handed out first, equal ones in the order of their submission
 * @param deadline when it is too late to begin, by the wall clock: at that very moment it is; empty if it never is
 * @param origin the place of a cursor on which it hangs, if any: when that does not hold any more, it is given up
 */
public record Terms(int priority, Optional<Instant> deadline, Optional<Waypoint> origin) {

    /** Priority 0, no deadline, hanging on nothing. */
    public static final Terms NORMAL = new Terms(0, Optional.empty(), Optional.empty());

    /**
     * {@return the same with another priority}
     *
     * @param other any number
     */
    public Terms priority(int other) {
        return new Terms(other, deadline, origin);
    }

    /**
     * {@return the same with a deadline}
     *
     * @param end when it is too late to begin
     */
    public Terms deadline(Instant end) {
        return new Terms(priority, Optional.of(end), origin);
    }

    /**
     * {@return the same, hanging on a place of a cursor}
     *
     * @param waypoint where; the store of the cursor has to be opened as {@code invalidating} the queue
     */
    public Terms at(Waypoint waypoint) {
        return new Terms(priority, deadline, Optional.of(waypoint));
    }

    /** At that very moment it is over. */
    boolean isOver(Instant now) {
        return deadline.isPresent() && !now.isBefore(deadline.get());
    }
}
