package io.github.recovery4j.cursor;

import io.github.recovery4j.durable.Unread;
import java.util.List;

/**
 * Cursors with different names, which share a journal and nothing else. Safe for use by many threads; one process at a time
 * has a store open.
 */
public final class CursorStore implements AutoCloseable {

    private final Cursor.Core core;

    CursorStore(Cursor.Core core) {
        this.core = core;
    }

    /**
     * {@return a cursor, which has been nowhere if there was none}
     *
     * @param name which, not empty; the id of a run in it makes it one of the run
     */
    public Cursor cursor(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("The name of a cursor is not empty");
        }
        return new Cursor(name, core);
    }

    /** {@return the names of those that have been somewhere} */
    public List<String> names() {
        return core.store().turn(turn -> {
            turn.showsAll();
            return turn.fold().cursors();
        });
    }

    /** {@return what cannot be read; a cursor may have been further than it shows} */
    public List<String> unreadable() {
        return core.store().unread().stream().map(Unread::reason).toList();
    }

    /** What the last process did not come to. */
    void settle() {
        names().forEach(name -> cursor(name).settle());
    }

    /** Closes it. Closing twice does nothing more. */
    @Override
    public void close() {
        core.store().close();
    }

    @Override
    public String toString() {
        return core.store().toString();
    }
}
