package io.github.recovery4j.durable;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the events of one collection add up to, in memory. It is called by its {@link EventStore} only, by one thread at a
 * time, and does nothing but compute. Two methods depend on nothing that changes, and are called by many threads: {@link
 * #encode} and {@link #decode}.
 *
 * <p>{@link #apply} is the only way it changes, and depends on nothing but the events: so the same events, or a snapshot and
 * the events since, lead to the same state.
 *
 * @param <E> the kinds of change
 */
public interface Fold<E> {

    /**
     * {@return the bytes of a change}
     *
     * @param change what is about to happen
     */
    Body encode(E change);

    /**
     * {@return the change that was encoded so}
     *
     * @param body the bytes
     * @throws RuntimeException if this code does not understand it: then it is set aside, reported, and offered again when
     *     the collection is opened the next time
     */
    E decode(Body body);

    /**
     * Changes what an event says. Does not throw.
     *
     * @param event the next event; or one that could not be read when it was its turn: then its id is lower than others, and
     *     it must not undo what is known since
     */
    void apply(Event<E> event);

    /**
     * {@return what the passing of time alone has brought about, and is not recorded yet} It is recorded whenever that is
     * convenient, and nobody is told: what somebody has to hear of is not among it.
     *
     * @param now the time
     */
    default List<E> due(Instant now) {
        return List.of();
    }

    /**
     * {@return everything, in parts; the stream is read later, by another thread, and shows what was there when it was
     * asked for}
     */
    Stream<ByteBuffer> parts();

    /**
     * Adds one part of a snapshot.
     *
     * @param part what {@link #parts} showed; they come in the same order, before any event
     * @throws RuntimeException if this code does not understand it: then it is set aside like an event
     */
    void restore(ByteBuffer part);
}
