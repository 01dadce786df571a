package io.github.recovery4j.durable;

import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Collections that are open, each once. Safe for use by many threads.
 *
 * @param <C> the collections
 */
public final class Shelf<C> implements AutoCloseable {

    private final Consumer<? super C> closer;
    private final Lock opening = new ReentrantLock();
    private final Map<JournalName, Opened<C>> opened = new LinkedHashMap<>();
    private boolean closed;

    private record Opened<C>(Object definition, C collection) {}

    /**
     * Creates an empty one.
     *
     * @param closer closes a collection
     */
    public Shelf(Consumer<? super C> closer) {
        this.closer = closer;
    }

    /**
     * Opens a collection, or finds the one that is open.
     *
     * @param name one of its journals
     * @param definition what it is opened with; equal ones make collections of the same types
     * @param opener opens it, if it is not open: nobody else sees it before this returns, and nothing else is opened
     *     meanwhile
     * @param then is called by whoever opened it, with nothing locked, such as to tell listeners: others may have it
     *     already, and it stays open whatever is thrown
     * @param <X> the collection
     * @return the open collection
     * @throws IllegalStateException if it is open with another definition
     * @throws JournalClosedException if this is closed
     */
    public <X extends C> X open(JournalName name, Object definition, Supplier<X> opener, Consumer<? super X> then) {
        X found;
        opening.lock();
        try {
            if (closed) {
                throw new JournalClosedException("The storage of " + definition);
            }
            Opened<C> present = opened.get(name);
            if (present != null) {
                return same(present, definition);
            }
            found = opener.get();
            opened.put(name, new Opened<>(definition, found));
        } finally {
            opening.unlock();
        }
        then.accept(found);
        return found;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // equal definitions make the same types
    private static <C, X extends C> X same(Opened<C> present, Object definition) {
        if (!present.definition().equals(definition)) {
            throw new IllegalStateException(
                    "It is open already as %s, and cannot be opened as %s with other settings; nothing was changed"
                            .formatted(present.definition(), definition));
        }
        return (X) present.collection();
    }

    /** {@return what is open, in the order in which it was opened} */
    public List<C> all() {
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
        List<C> left;
        opening.lock();
        try {
            closed = true;
            left = all();
            opened.clear();
        } finally {
            opening.unlock();
        }
        Closing.all(left.stream()
                .<AutoCloseable>map(each -> () -> closer.accept(each))
                .toList());
    }
}
