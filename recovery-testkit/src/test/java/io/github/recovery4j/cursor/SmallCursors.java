package io.github.recovery4j.cursor;

import io.github.recovery4j.durable.Snapshotting;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.testkit.ManualTime;

/** Cursors that take many snapshots, on the calling thread. */
public final class SmallCursors {

    private static final long LEAST_TAIL = 2_000;

    private SmallCursors() {}

    public static CursorStores in(NamedJournals journals, ManualTime time) {
        return new CursorStores(journals, event -> {}, time, new Snapshotting(Runnable::run, LEAST_TAIL));
    }
}
