package io.github.recovery4j.warm;

import java.time.Duration;
import java.util.List;

/**
 * What came of a sync.
 *
 * @param ending how it ended
 * @param same how many entries were refreshed and are as the outside has them: nothing was written
 * @param changed how many were refreshed with another value, or were doubtful
 * @param added how many were not there before
 * @param deleted how many are no more
 * @param suspect the keys of those that were not refreshed, and are kept
 * @param owed the keys of those that could not be written or deleted; see {@link WarmRestart#settle}
 * @param took how long it took since the start
 * @param <K> the keys
 */
public record SyncReport<K>(
        SyncEnding ending,
        int same,
        int changed,
        int added,
        int deleted,
        List<K> suspect,
        List<K> owed,
        Duration took) {

    /** Takes copies. */
    public SyncReport {
        suspect = List.copyOf(suspect);
        owed = List.copyOf(owed);
    }

    /** {@return the report for people} */
    public String describe() {
        return "%s in %s: %d the same, %d changed, %d new, %d deleted, suspect %s, owed %s"
                .formatted(ending, took, same, changed, added, deleted, suspect, owed);
    }
}
