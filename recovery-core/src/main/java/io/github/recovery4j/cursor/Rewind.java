package io.github.recovery4j.cursor;

import java.util.Optional;

/** What became of a cursor that was to go back to where the live world still agrees. */
public sealed interface Rewind {

    /**
     * It is where it should be.
     *
     * @param at where it is; empty if it has been nowhere yet
     */
    record Stayed(Optional<Waypoint> at) implements Rewind {}

    /**
     * It went back, and all that hung on the places since is given up; durable.
     *
     * @param from where it was
     * @param to where it is now
     * @param orphaned the waypoints that do not hold any more
     */
    record Rewound(Waypoint from, Waypoint to, Orphaned orphaned) implements Rewind {}

    /**
     * No place that was looked at holds any more; the cursor stays where it is, and nothing was changed. {@link
     * Cursor#reset} is for whoever wants to begin anew.
     *
     * @param at where it is
     * @param checked how many places were looked at: as many as said, or all that are known
     */
    record Exhausted(Waypoint at, int checked) implements Rewind {}

    /**
     * It cannot be told of a place whether it holds; the cursor stays where it is, and nothing was changed.
     *
     * @param at where it is
     * @param doubtful of which place
     * @param reason why that cannot be told
     */
    record Undecided(Waypoint at, Waypoint doubtful, String reason) implements Rewind {}
}
