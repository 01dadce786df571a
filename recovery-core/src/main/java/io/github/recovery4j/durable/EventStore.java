package io.github.recovery4j.durable;

import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One collection: two journals, and in memory what they add up to.
 *
 * <pre>
 * events       every event, in the order in which they happened to the collection; see {@link EventRecord}
 * snapshots    what they added up to at some moments; see {@link Snapshots}
 * </pre>
 *
 * <p>Opening reads the newest whole snapshot, and the events since. One is taken in the background when the events since
 * the last take more than twice its size, and more than 4 MiB; and at the end, when reading it is worth it: so what opening
 * costs depends on what is live, not on what has happened. Invariants:
 *
 * <ol>
 *   <li>Events have the ids 1, 2, 3 and so on, in the order of the journal, which is the order in which they are applied.
 *   <li>{@link #turn} returns when every event that it appended, or that its answer shows, is durable. So nothing that a
 *       crash takes back was ever shown, and an id that was shown belongs to one event for ever.
 *   <li>A snapshot has only events that are durable.
 *   <li>Events are released only before the older one of two whole snapshots: one that is damaged costs time, and no more.
 *   <li>What cannot be understood is set aside, goes from snapshot to snapshot, and is offered again at each opening.
 *   <li>What cannot be read is {@linkplain #unread() reported}, at each opening, until somebody {@linkplain #acceptLosses
 *       accepts} that, which is an event itself.
 *   <li>After a failed write nothing is appended any more; what was shown before is still shown.
 * </ol>
 *
 * <p>A crash leaves all events that were durable, and maybe some that nobody was told of. The id of one that was lost by
 * damage is not used again.
 *
 * <p>Safe for use by many threads. Those that wait at the same moment share a sync, and wait without the lock. Only whoever
 * appends while the journal has as much to write as it takes at once waits under it, until that is written: so all slow down
 * together.
 *
 * @param <E> the kinds of change
 * @param <F> what they add up to
 */
public final class EventStore<E, F extends Fold<E>> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventStore.class);

    private final Settings settings;
    private final Journal events;
    private final F fold;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong durable = new AtomicLong();
    private final SnapshotTaker snapshots;
    private volatile Losses losses;
    private long lastId;
    private long lastPosition;
    private volatile boolean closed;

    /**
     * What a collection is opened with.
     *
     * @param journals where it is kept
     * @param kind what kind of collection it is, a word
     * @param tenant whose; empty if there are no tenants
     * @param name which
     * @param keeping how much of what happened is kept
     * @param clock stamps events
     * @param snapshotting when snapshots are taken, and by whom
     */
    public record Settings(
            NamedJournals journals,
            String kind,
            String tenant,
            String name,
            Keeping keeping,
            InstantSource clock,
            Snapshotting snapshotting) {

        Journal open(String part) {
            return journals.open(new JournalName(kind, tenant, name, part));
        }

        @Override
        public String toString() {
            return "%s '%s'%s".formatted(kind, name, tenant.isEmpty() ? "" : " of tenant '" + tenant + "'");
        }
    }

    private EventStore(Settings settings, Journal events, Journal snapshotJournal, Supplier<F> empty) {
        this.settings = settings;
        this.events = events;
        this.fold = empty.get();
        Snapshots present = new Snapshots(snapshotJournal);
        Rebuilding<E, F> past = new Rebuilding<>(fold, events, present);
        this.snapshots = new SnapshotTaker(settings, events, present, this::view);
        this.losses = past.losses();
        this.lastId = past.lastId();
        this.lastPosition = past.lastPosition();
        durable.set(lastId);
        if (past.isBehindItsSnapshot()) {
            snapshots.take(); // or else the next opening would look for new events behind that position
        }
        pass(Turn::expire);
        unread().forEach(each -> log.warn("In {} something cannot be read, nothing of it was removed: {}", this, each));
    }

    /**
     * Opens a collection, creating it if there is none.
     *
     * @param settings what with
     * @param empty makes what no events add up to
     * @param <E> the kinds of change
     * @param <F> what they add up to
     * @return the open collection
     * @throws JournalException if somebody else has it open, or the medium failed
     */
    public static <E, F extends Fold<E>> EventStore<E, F> open(Settings settings, Supplier<F> empty) {
        Journal events = settings.open("events");
        try {
            Journal snapshots = settings.open(SnapshotTaker.PART);
            try {
                return new EventStore<>(settings, events, snapshots, empty);
            } catch (RuntimeException | Error e) {
                closing(snapshots, e);
                throw e;
            }
        } catch (RuntimeException | Error e) {
            closing(events, e);
            throw e;
        }
    }

    private static void closing(Journal journal, Throwable failure) {
        try {
            journal.close();
        } catch (JournalException e) {
            failure.addSuppressed(e);
        }
    }

    /** {@return what could not be read when this was opened, and nobody has accepted} */
    public List<Unread> unread() {
        return losses.unread();
    }

    /**
     * Records, durably, that the collection is right without what could not be read. What may be understood later is kept, and
     * offered again all the same.
     *
     * @param reason who says so, and why
     * @return what was accepted; nothing was recorded if that is nothing
     * @throws JournalException if it could not be recorded
     */
    public List<Unread> acceptLosses(String reason) {
        return turn(turn -> {
            List<Unread> accepted = unread();
            if (!accepted.isEmpty()) {
                turn.record(Acceptance.of(accepted), new Occasion(Optional.empty(), reason));
                losses = losses.accepted();
            }
            return accepted;
        });
    }

    /**
     * Looks at the collection, and changes it, alone. Returns when all that is durable.
     *
     * @param action must not wait for anything; it may be called by one thread at a time
     * @param <T> the answer
     * @return its answer
     * @throws JournalException if something of it is not durable, or cannot become so
     * @throws JournalClosedException if this is closed
     */
    public <T> T turn(Function<Turn, T> action) {
        Turn turn = new Turn();
        T answer;
        lock.lock();
        try {
            requireOpen();
            answer = action.apply(turn);
            turn.end = lastPosition;
            turn.lastId = lastId;
        } finally {
            lock.unlock();
        }
        turn.await();
        snapshots.takeIfDue(turn.end);
        return answer;
    }

    /**
     * Changes the collection, alone, and does not wait: what is recorded is durable with what somebody waits for later, or
     * at the end. Until then a crash takes it back.
     *
     * @param action must not wait for anything
     * @throws JournalException if the medium failed
     */
    public void pass(Consumer<Turn> action) {
        lock.lock();
        try {
            requireOpen();
            action.accept(new Turn());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks at the collection, alone, and does not wait: what it shows may be taken back by a crash, so it must not be told
     * to anybody.
     *
     * @param action must not wait for anything
     * @param <T> the answer
     * @return its answer
     */
    public <T> T peek(Function<F, T> action) {
        lock.lock();
        try {
            requireOpen();
            return action.apply(fold);
        } finally {
            lock.unlock();
        }
    }

    /** The collection in the hands of one thread. */
    public final class Turn {

        private long needed;
        private long end;
        private long lastId;

        private Turn() {}

        /** {@return what there is} Valid during the turn. */
        public F fold() {
            return fold;
        }

        /**
         * Records a change, and applies it.
         *
         * @param change what happens
         * @param occasion what else is said of it
         * @return the id of the event
         * @throws JournalException if it was not recorded; then it was not applied either
         */
        public long append(E change, Occasion occasion) {
            EventRecord record = record(fold.encode(change), occasion);
            fold.apply(record.event(change));
            return record.id();
        }

        private EventRecord record(Body body, Occasion occasion) {
            long id = EventStore.this.lastId + 1;
            Instant now = settings.clock().instant();
            EventRecord record = new EventRecord(id, occasion.happened().orElse(now), now, occasion.cause(), body);
            lastPosition = events.append(body.type(), Sync.atClose(), record.encoded());
            EventStore.this.lastId = id;
            needed = id;
            return record;
        }

        /**
         * Tells that the answer shows an event, which then has to be durable.
         *
         * @param id its id
         */
        public void shows(long id) {
            needed = Math.max(needed, id);
        }

        /** Tells that the answer shows everything. */
        public void showsAll() {
            needed = EventStore.this.lastId;
        }

        /** Records what the passing of time has brought about. */
        public void expire() {
            fold.due(settings.clock().instant()).forEach(change -> append(change, Occasion.NOW));
        }

        private void await() {
            if (needed > durable.get()) {
                events.sync(end);
                durable.accumulateAndGet(lastId, Math::max);
            }
        }
    }

    /**
     * Shows what happened, from the oldest event on that is kept. Takes the time to read the journal.
     *
     * @param reader gets each event that can be understood
     * @return what could not be read
     */
    public List<Unread> history(Consumer<Event<E>> reader) {
        requireOpen();
        List<Unread> unread = new ArrayList<>();
        List<Gap> gaps = events.replay(0, entry -> {
            if (entry.type() == Acceptance.TYPE) {
                return;
            }
            Event<E> event;
            long id = 0;
            try {
                EventRecord record = EventRecord.decoded(entry.type(), ByteBuffer.wrap(entry.bytes()));
                id = record.id();
                event = record.event(fold.decode(record.body()));
            } catch (RuntimeException e) {
                unread.add(
                        new Unread(id, id, "The event at position %d: %s".formatted(entry.position(), e.getMessage())));
                return;
            }
            reader.accept(event);
        });
        gaps.forEach(gap -> unread.add(new Unread(0, 0, gap.toString())));
        return unread;
    }

    private void requireOpen() {
        if (closed) {
            throw new JournalClosedException(toString());
        }
    }

    /** What there is at this moment, and was not before the head of the snapshot before. */
    private SnapshotTaker.View view(Snapshots.Head before) {
        Instant now = settings.clock().instant();
        lock.lock();
        try {
            new Turn().expire();
            long end = events.end();
            Marks marks = before.marks().and(new Marks.Mark(end, now), events.start(), settings.keeping());
            Snapshots.Head head = new Snapshots.Head(lastId, end, marks, losses.gone());
            return new SnapshotTaker.View(now, head, fold.parts(), losses.asides());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a snapshot if that pays, and closes. Closing twice does nothing more.
     *
     * @throws JournalException if what was recorded without waiting, or what somebody was told had failed, is not durable; all
     *     that was acknowledged is
     */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        try (events) {
            snapshots.closeAt(lastPosition);
        }
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
