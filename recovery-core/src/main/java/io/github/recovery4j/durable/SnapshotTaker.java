package io.github.recovery4j.durable;

import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalPoisonedException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the snapshots of a collection, one at a time, when they pay; and releases the events that are not needed any more
 * then. What fails costs time only, and is tried again later. Safe for use by many threads.
 */
final class SnapshotTaker {

    /** Which journal of the collection has them. */
    static final String PART = "snapshots";

    private static final Logger log = LoggerFactory.getLogger(SnapshotTaker.class);

    /** At the end, when nobody is kept waiting, a snapshot pays sooner. */
    private static final int AT_CLOSE = 32;

    private final EventStore.Settings settings;
    private final Journal events;
    private final Viewer viewer;
    private final ReentrantLock alone = new ReentrantLock();
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile Snapshots snapshots;

    /** None is tried before this position: one has failed. */
    private volatile long next;

    /** Their journal takes none before it is opened again. */
    private boolean poisoned;

    /**
     * A collection at one moment.
     *
     * @param now when
     * @param head what the snapshot begins with
     * @param parts what the events add up to
     * @param asides what of them cannot be understood
     */
    record View(Instant now, Snapshots.Head head, Stream<ByteBuffer> parts, List<Snapshots.Aside> asides) {}

    /** Looks at the collection. */
    @FunctionalInterface
    interface Viewer {

        /** What there is now; the head of the snapshot before tells what was before it. */
        View view(Snapshots.Head before);
    }

    SnapshotTaker(EventStore.Settings settings, Journal events, Snapshots snapshots, Viewer viewer) {
        this.settings = settings;
        this.events = events;
        this.snapshots = snapshots;
        this.viewer = viewer;
    }

    /** Has one taken in the background if that pays at this position, and none is being taken. */
    void takeIfDue(long end) {
        long tail = end - snapshots.head().position();
        if (tail > Math.max(settings.snapshotting().leastTail(), 2 * snapshots.bytes())
                && end >= next
                && underWay.compareAndSet(false, true)) {
            try {
                settings.snapshotting().executor().execute(() -> takeInBackground(end));
            } catch (RejectedExecutionException e) {
                log.debug("{} is being closed, no snapshot of it is taken now", settings);
            }
        }
    }

    private void takeInBackground(long end) {
        try {
            tryTaking(end);
        } finally {
            underWay.set(false);
        }
    }

    private void tryTaking(long end) {
        try {
            take();
        } catch (JournalClosedException e) {
            log.debug("{} was closed before a snapshot of it was taken", settings);
        } catch (JournalException e) {
            next = end + settings.snapshotting().leastTail();
            log.warn(
                    "No snapshot of {} was taken, opening it takes longer until one is; that is tried again after {} more bytes of events: {}",
                    settings,
                    settings.snapshotting().leastTail(),
                    e.getMessage());
        }
    }

    /**
     * Takes one now.
     *
     * @throws JournalException if it is not durable
     */
    void take() {
        alone.lock();
        try {
            if (poisoned) {
                openAgain();
            }
            write(viewer.view(snapshots.head()));
        } finally {
            alone.unlock();
        }
    }

    private void openAgain() {
        try {
            snapshots.close();
        } catch (JournalException e) {
            log.debug("The snapshots of {} are opened again: {}", settings, e.getMessage());
        }
        Snapshots again = new Snapshots(settings.open(PART));
        again.find().forEach(gap -> log.warn("{}; an older snapshot or the events are used instead", gap));
        snapshots = again;
        poisoned = false;
    }

    /** A snapshot has only events that are durable. */
    private void write(View view) {
        events.sync();
        try {
            snapshots.write(view.head(), view.parts(), view.asides());
        } catch (JournalPoisonedException e) {
            poisoned = true;
            throw e;
        }
        Snapshots.Head head = view.head();
        long expendable = head.marks().expendable(head.position(), view.now(), settings.keeping());
        events.release(Math.min(snapshots.safe(), expendable));
    }

    /** Takes a last one if that pays at this position, and closes their journal. One that is under way comes to its end. */
    void closeAt(long end) {
        alone.lock();
        try {
            long tail = end - snapshots.head().position();
            if (next <= end && tail > Math.max(settings.snapshotting().leastTail() / AT_CLOSE, snapshots.bytes())) {
                tryTaking(end);
            }
        } finally {
            close();
            alone.unlock();
        }
    }

    private void close() {
        try {
            snapshots.close();
        } catch (JournalException e) {
            log.warn(
                    "The newest snapshot of {} may be gone, opening it takes longer then: {}",
                    settings,
                    e.getMessage());
        }
    }
}
