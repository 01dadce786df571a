package io.github.recovery4j.cursor;

import io.github.recovery4j.durable.EventStore;
import io.github.recovery4j.durable.Keeping;
import io.github.recovery4j.durable.Shelf;
import io.github.recovery4j.durable.Snapshotting;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.thread.Background;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores of cursors of one storage, each opened once. {@code Recovery} has one of these; whoever has a storage without it
 * makes one.
 *
 * <p>Safe for use by many threads.
 */
public final class CursorStores implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CursorStores.class);

    private static final String KIND = "cursors";

    /** What happened before a snapshot is of no use to a cursor. */
    private static final Keeping KEEPING = new Keeping(Duration.ofSeconds(1), 1);

    private final NamedJournals journals;
    private final RecoveryListener listener;
    private final InstantSource clock;
    private final Background background = new Background("recovery4j-cursor-snapshots");
    private final Snapshotting snapshotting;
    private final Shelf<CursorStore> shelf = new Shelf<>(CursorStore::close);

    /**
     * Opens none yet.
     *
     * @param journals where cursors are kept
     * @param listener is told what happens; must be guarded
     * @param clock stamps waypoints
     */
    public CursorStores(NamedJournals journals, RecoveryListener listener, InstantSource clock) {
        this.journals = journals;
        this.listener = listener;
        this.clock = clock;
        this.snapshotting = Snapshotting.by(background);
    }

    /** Takes snapshots otherwise. */
    CursorStores(NamedJournals journals, RecoveryListener listener, InstantSource clock, Snapshotting snapshotting) {
        this.journals = journals;
        this.listener = listener;
        this.clock = clock;
        this.snapshotting = snapshotting;
    }

    /**
     * Opens a store of cursors, creating it if there is none. What hangs on places that did not count any more when the last
     * process ended is given up first. Whoever opens it again with the same definition gets the same store.
     *
     * @param definition which, and how
     * @return the open store; it is closed with this
     * @throws IllegalStateException if it is open already, with another definition
     * @throws io.github.recovery4j.journal.JournalException if another process has it open, or the medium failed
     * @throws io.github.recovery4j.journal.JournalClosedException if this is closed
     * @throws RuntimeException if a dependent cannot give up what it has to: the store stays open, and that is tried again by
     *     whoever opens it next, and before a cursor goes on
     */
    public CursorStore open(CursorDefinition definition) {
        CursorStore found = shelf.open(
                new JournalName(KIND, "", definition.name(), "events"),
                definition,
                () -> opened(definition),
                opened -> log.info("{} were opened", opened));
        found.settle();
        return found;
    }

    private CursorStore opened(CursorDefinition definition) {
        EventStore<CursorChange, CursorFold> store = EventStore.open(
                new EventStore.Settings(journals, KIND, "", definition.name(), KEEPING, clock, snapshotting),
                () -> new CursorFold(definition.name(), definition.history()));
        return new CursorStore(definition, store, listener, clock);
    }

    /**
     * Closes all of them, with a snapshot where that pays. Closing twice does nothing more.
     *
     * @throws io.github.recovery4j.journal.JournalException if one was not closed in peace, after all were closed: what was
     *     acknowledged is durable
     */
    @Override
    public void close() {
        try (background) {
            shelf.close();
        }
    }
}
