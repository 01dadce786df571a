package io.github.recovery4j.cursor;

import io.github.recovery4j.durable.EventStore;
import io.github.recovery4j.durable.Unread;
import io.github.recovery4j.event.RecoveryListener;
import java.time.InstantSource;
import java.util.List;

/**
 * Cursors with different names, which share a journal and nothing else. Safe for use by many threads; one process at a time
 * has a store open.
 */
public final class CursorStore implements AutoCloseable {

    private final CursorDefinition definition;
    private final EventStore<CursorChange, CursorFold> events;
    private final RecoveryListener listener;
    private final InstantSource clock;

    CursorStore(
            CursorDefinition definition,
            EventStore<CursorChange, CursorFold> events,
            RecoveryListener listener,
            InstantSource clock) {
        this.definition = definition;
        this.events = events;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * {@return a cursor, which has been nowhere if there was none}
     *
     * @param name which, not empty
     * @throws IllegalArgumentException if it is empty
     */
    public Cursor cursor(String name) {
        return new Cursor(
                new StoreTrack(Cursor.checked(name), definition.name(), events),
                definition.dependents(),
                listener,
                clock);
    }

    /** {@return the names of those that have been somewhere} */
    public List<String> names() {
        return events.turn(turn -> {
            turn.showsAll();
            return turn.fold().places().cursors();
        });
    }

    /** {@return what cannot be read; a cursor may have been further than it shows} */
    public List<String> unreadable() {
        return events.unread().stream().map(Unread::reason).toList();
    }

    /** What the last process did not come to. */
    void settle() {
        names().forEach(name -> cursor(name).settle());
    }

    /** Closes it. Closing twice does nothing more. */
    @Override
    public void close() {
        events.close();
    }

    @Override
    public String toString() {
        return events.toString();
    }
}
