package io.github.recovery4j.queue;

import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.durable.EventStore;
import io.github.recovery4j.durable.Shelf;
import io.github.recovery4j.durable.Snapshotting;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.thread.Background;
import io.github.recovery4j.time.Ticker;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues of one storage, each opened once. {@code Recovery} has one of these; whoever has a storage without it makes one.
 *
 * <p>Safe for use by many threads.
 */
public final class Queues implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Queues.class);

    private static final String KIND = "queue";

    private final NamedJournals journals;
    private final QueueTools tools;
    private final Background background = new Background("recovery4j-queue-snapshots");
    private final Snapshotting snapshotting;
    private final Shelf<WorkQueue<?>> shelf = new Shelf<>(WorkQueue::close);

    /**
     * Opens none yet.
     *
     * @param journals where queues are kept
     * @param codec encodes what is submitted
     * @param listener is told what happens; must be guarded
     * @param clock stamps events, and ends the time of work with a deadline
     * @param ticker measures how long claims hold
     */
    public Queues(
            NamedJournals journals, StateCodec codec, RecoveryListener listener, InstantSource clock, Ticker ticker) {
        this.journals = journals;
        this.tools = new QueueTools(codec, listener, clock, ticker);
        this.snapshotting = Snapshotting.by(background);
    }

    /** Takes snapshots otherwise. */
    Queues(NamedJournals journals, QueueTools tools, Snapshotting snapshotting) {
        this.journals = journals;
        this.tools = tools;
        this.snapshotting = snapshotting;
    }

    /**
     * Opens a queue, creating it if there is none. What was being done when the last process ended waits again then. Whoever
     * opens it again with the same definition gets the same queue.
     *
     * @param definition which, and how
     * @param <T> what is submitted
     * @return the open queue; it is closed with this
     * @throws IllegalStateException if it is open already, with another definition
     * @throws io.github.recovery4j.journal.JournalException if another process has it open, or the medium failed
     * @throws io.github.recovery4j.journal.JournalClosedException if this is closed
     */
    public <T> WorkQueue<T> open(QueueDefinition<T> definition) {
        Opening<T> opening = new Opening<>(definition);
        return shelf.open(
                new JournalName(KIND, definition.tenant(), definition.name(), "events"),
                definition,
                opening::open,
                opening::tell);
    }

    /** What was being done waits again before anybody sees the queue; listeners are told of it after that. */
    private final class Opening<T> {

        private final QueueDefinition<T> definition;
        private WorkQueue.TakenBack takenBack = WorkQueue.TakenBack.NONE;

        Opening(QueueDefinition<T> definition) {
            this.definition = definition;
        }

        WorkQueue<T> open() {
            EventStore<QueueChange, QueueFold> store = EventStore.open(
                    new EventStore.Settings(
                            journals,
                            KIND,
                            definition.tenant(),
                            definition.name(),
                            definition.keeping(),
                            tools.clock(),
                            snapshotting),
                    () -> new QueueFold(definition));
            try {
                WorkQueue<T> queue = new WorkQueue<>(definition, store, tools);
                takenBack = queue.takeBack();
                return queue;
            } catch (RuntimeException | Error e) {
                try {
                    store.close();
                } catch (RuntimeException also) {
                    e.addSuppressed(also);
                }
                throw e;
            }
        }

        void tell(WorkQueue<T> queue) {
            takenBack.failed().forEach(queue::tell);
            int pending = queue.counts().pending();
            int unreadable = queue.unreadable().size();
            log.info(
                    "{} was opened: {} wait, {} were being done when the last process ended, {} cannot be read",
                    queue,
                    pending,
                    takenBack.items(),
                    unreadable);
            tools.listener()
                    .on(new RecoveryEvent.QueueOpened(
                            tools.clock().instant(),
                            definition.tenant(),
                            definition.name(),
                            pending,
                            takenBack.items(),
                            unreadable));
        }
    }

    /** Ends the work on all of them: what is being done is interrupted, and waited for. */
    public void stopWorkers() {
        shelf.all().forEach(WorkQueue::stop);
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
