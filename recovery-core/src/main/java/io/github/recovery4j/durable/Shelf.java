package io.github.recovery4j.durable;

import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Collections that are open, each once. Safe for use by many threads. */
public final class Shelf implements AutoCloseable {

    private final Lock opening = new ReentrantLock();
    private final Map<JournalName, Opened> opened = new LinkedHashMap<>();
    private boolean closed;

    private record Opened(Object definition, AutoCloseable collection) {}

    /** Creates an empty one. */
    public Shelf() {}

    /**
     * Opens a collection, or finds the one that is open.
     *
     * @param name one of its journals
     * @param definition what it is opened with; equal ones make collections of the same types
     * @param opener opens it
     * @param <C> the collection
     * @return the open collection
     * @throws IllegalStateException if it is open with another definition
     * @throws JournalClosedException if this is closed
     */
    public <C extends AutoCloseable> C open(JournalName name, Object definition, Supplier<C> opener) {
        opening.lock();
        try {
            if (closed) {
                throw new JournalClosedException("The storage of " + definition);
            }
            Opened present = opened.get(name);
            if (present != null) {
                return same(present, definition);
            }
            C found = opener.get();
            opened.put(name, new Opened(definition, found));
            return found;
        } finally {
            opening.unlock();
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // equal definitions make the same types
    private static <C extends AutoCloseable> C same(Opened present, Object definition) {
        if (!present.definition().equals(definition)) {
            throw new IllegalStateException(
                    "It is open already as %s, and cannot be opened as %s with other settings; nothing was changed"
                            .formatted(present.definition(), definition));
        }
        return (C) present.collection();
    }

    /** {@return what is open} */
    public List<AutoCloseable> all() {
        opening.lock();
        try {
            return opened.values().stream().map(Opened::collection).toList();
        } finally {
            opening.unlock();
        }
    }

    /**
     * Closes all of them. Closing twice does nothing more.
     *
     * @throws io.github.recovery4j.journal.JournalException if one was not closed in peace, after all were closed
     */
    @Override
    public void close() {
        opening.lock();
        try {
            closed = true;
        } finally {
            opening.unlock();
        }
        Closing.all(all());
    }
}
