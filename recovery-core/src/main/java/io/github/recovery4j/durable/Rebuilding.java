package io.github.recovery4j.durable;

import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was there when a collection was opened: the newest whole snapshot, the events since, and what of both cannot be read.
 * Fills the fold when it is created; does not change after that.
 */
final class Rebuilding<E, F extends Fold<E>> {

    private static final Logger log = LoggerFactory.getLogger(EventStore.class);

    private final F fold;
    private final Journal events;
    private final Snapshots snapshots;
    private final List<Unread> gone = new ArrayList<>();
    private final List<Losses.Unclear> aside = new ArrayList<>();
    private final boolean behindItsSnapshot;
    private long lastId;
    private long lastPosition;

    Rebuilding(F fold, Journal events, Snapshots snapshots) {
        this.fold = fold;
        this.events = events;
        this.snapshots = snapshots;
        restore();
        replay();
        behindItsSnapshot = events.end() < snapshots.head().position();
        if (behindItsSnapshot) {
            gone.add(new Unread(
                    0,
                    0,
                    "The end of the journal of events is gone, from position %d on; a snapshot had it"
                            .formatted(events.end())));
        }
    }

    /** The id of the newest event that there was. */
    long lastId() {
        return lastId;
    }

    /** The position of the newest event that there is. */
    long lastPosition() {
        return lastPosition;
    }

    /** Whether events are gone that the snapshot stands for. */
    boolean isBehindItsSnapshot() {
        return behindItsSnapshot;
    }

    /** What could not be understood, or is gone. */
    Losses losses() {
        return new Losses(gone, aside);
    }

    private void restore() {
        snapshots.find().forEach(gap -> log.warn("{}; an older snapshot or the events are used instead", gap));
        lastId = snapshots.head().lastId();
        gone.addAll(snapshots.head().lost());
        List<Snapshots.Aside> again = new ArrayList<>();
        snapshots.read(new Snapshots.Reader() {
            @Override
            public void part(ByteBuffer part) {
                offer(Snapshots.Aside.part(part));
            }

            @Override
            public void aside(Snapshots.Aside aside) {
                again.add(aside);
            }
        });
        again.forEach(this::offer);
    }

    /** Tries to understand something, and keeps it aside if that is in vain. */
    private void offer(Snapshots.Aside something) {
        try {
            if (something.event()) {
                EventRecord record = EventRecord.decoded(something.type(), something.payload());
                fold.apply(record.event(fold.decode(record.body())));
            } else {
                fold.restore(something.payload());
            }
        } catch (RuntimeException e) {
            long id = something.event() ? idOf(something) : 0;
            aside.add(new Losses.Unclear(
                    something,
                    new Unread(id, id, "%s: %s".formatted(e.getClass().getSimpleName(), e.getMessage()))));
        }
    }

    private static long idOf(Snapshots.Aside event) {
        try {
            return EventRecord.decoded(event.type(), event.payload()).id();
        } catch (RuntimeException e) {
            return 0; // it was written by a newer release
        }
    }

    private void replay() {
        List<Gap> gaps = events.replay(snapshots.head().position(), this::replay);
        gaps.stream().filter(gap -> gap.to() >= events.end()).forEach(gap -> {
            long most = Math.max(1, (gap.to() - gap.from()) / EventRecord.SHORTEST);
            gone.add(new Unread(lastId + 1, lastId + most, gap.toString()));
            lastId += most;
        });
    }

    private void replay(Entry entry) {
        Snapshots.Aside event = Snapshots.Aside.event(entry.type(), ByteBuffer.wrap(entry.bytes()));
        long id = idOf(event);
        if (id == 0) {
            id = lastId + 1;
        }
        if (id > lastId + 1) {
            gone.add(new Unread(lastId + 1, id - 1, "Events are missing before position " + entry.position()));
        }
        if (id > lastId) {
            lastId = id;
            lastPosition = entry.position();
            if (entry.type() == Acceptance.TYPE) {
                gone.clear();
                aside.replaceAll(Losses.Unclear::accept);
            } else {
                offer(event);
            }
        }
    }
}
