package io.github.recovery4j.examples.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a run is: its state.
 *
 * @param status how it is, or how its last attempt ended
 * @param problem what went wrong; empty if nothing did
 * @param times when it was worked on
 * @param entries what was seen, oldest first, by all attempts
 */
record SyncProgress(Status status, String problem, Times times, List<Entry> entries) {

    /** Takes a copy of the list. */
    SyncProgress {
        entries = List.copyOf(entries);
    }

    /**
     * When a run was worked on.
     *
     * @param startedAt when it began; the same for ever
     * @param updatedAt when this was last true
     * @param active how long somebody worked on it
     * @param attempts by how many processes
     */
    record Times(Instant startedAt, Instant updatedAt, Duration active, int attempts) {

        Duration total() {
            return Duration.between(startedAt, updatedAt);
        }
    }

    /**
     * What was seen at one moment.
     *
     * @param at when
     * @param attempt by which attempt
     * @param block the newest block that the execution node has
     * @param highestBlock the newest one that it knows of
     * @param slot the newest slot that the consensus node has
     * @param syncDistance how many it still lacks
     */
    record Entry(Instant at, int attempt, long block, long highestBlock, long slot, long syncDistance) {

        long done() {
            return block + slot;
        }

        long total() {
            return highestBlock + slot + syncDistance;
        }
    }

    static SyncProgress begun(Instant now) {
        return new SyncProgress(Status.RUNNING, "", new Times(now, now, Duration.ZERO, 0), List.of());
    }

    /** Whether only the reports are left to be written. */
    boolean complete() {
        return status == Status.SUCCESS;
    }

    SyncProgress with(Status other, String why, Times when) {
        return new SyncProgress(other, why, when, entries);
    }

    SyncProgress and(Entry entry) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(entry);
        return new SyncProgress(status, problem, times, more);
    }
}
