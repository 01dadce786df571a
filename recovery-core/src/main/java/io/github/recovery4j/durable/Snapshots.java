package io.github.recovery4j.durable;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The journal of snapshots: each is a head, some parts, and an end that tells how many.
 *
 * <pre>
 * type 1  head    format (4: 1), id of the last event (8), position behind it (8), marks, lost events
 * type 2  part    what the collection makes of itself
 * type 3  aside   a part that could not be read
 * type 4  aside   type (4) and payload of an event that could not be read
 * type 5  end     number of parts and asides (4)
 * type 6  aside   like 3, and somebody has accepted that
 * type 7  aside   like 4, and somebody has accepted that
 * </pre>
 *
 * A snapshot without an end, or with another number of parts, is none. The two newest are kept. Written by one thread at a
 * time.
 */
final class Snapshots implements AutoCloseable {

    private static final int HEAD = 1;
    private static final int PART = 2;
    private static final int ASIDE_PART = 3;
    private static final int ASIDE_EVENT = 4;
    private static final int END = 5;
    private static final int ACCEPTED = 3;
    private static final int ACCEPTED_PART = ASIDE_PART + ACCEPTED;
    private static final int ACCEPTED_EVENT = ASIDE_EVENT + ACCEPTED;
    private static final int FORMAT = 1;

    private final Journal journal;
    private volatile Optional<Place> newest = Optional.empty();
    private volatile Optional<Place> previous = Optional.empty();

    Snapshots(Journal journal) {
        this.journal = journal;
    }

    /**
     * What a snapshot stands for.
     *
     * @param lastId the newest event
     * @param position where the events after it are
     * @param marks when events were recorded
     * @param lost events that are gone
     */
    record Head(long lastId, long position, Marks marks, List<Unread> lost) {

        static final Head NONE = new Head(0, 0, Marks.NONE, List.of());

        ByteBuffer encoded() {
            FieldWriter writer =
                    new FieldWriter().number(FORMAT).longNumber(lastId).longNumber(position);
            marks.write(writer);
            writer.number(lost.size());
            lost.forEach(each ->
                    writer.longNumber(each.first()).longNumber(each.last()).text(each.reason()));
            return writer.done();
        }

        static Head decoded(ByteBuffer payload) {
            FieldReader reader = new FieldReader(payload);
            int format = reader.number();
            if (format != FORMAT) {
                throw new JournalException(
                        "A snapshot has format %d, which a newer release may understand; nothing was changed"
                                .formatted(format),
                        null);
            }
            long lastId = reader.longNumber();
            long position = reader.longNumber();
            Marks marks = Marks.read(reader);
            List<Unread> lost = new ArrayList<>();
            for (int left = reader.number(); left > 0; left--) {
                lost.add(new Unread(reader.longNumber(), reader.longNumber(), reader.text()));
            }
            return new Head(lastId, position, marks, List.copyOf(lost));
        }
    }

    /**
     * Something that could not be read, word for word.
     *
     * @param event whether it is an event, or part of a snapshot
     * @param type the type of the event
     * @param payload its bytes
     * @param accepted whether somebody has said that the collection is right without it
     */
    record Aside(boolean event, int type, ByteBuffer payload, boolean accepted) {

        static Aside part(ByteBuffer payload) {
            return new Aside(false, 0, payload, false);
        }

        static Aside event(int type, ByteBuffer payload) {
            return new Aside(true, type, payload, false);
        }

        Aside accept() {
            return new Aside(event, type, payload, true);
        }

        private int kind() {
            return (event ? ASIDE_EVENT : ASIDE_PART) + (accepted ? ACCEPTED : 0);
        }

        private ByteBuffer encoded() {
            return event ? new FieldWriter().number(type).raw(payload).done() : payload.duplicate();
        }

        private static Aside decoded(ByteBuffer payload) {
            FieldReader reader = new FieldReader(payload);
            return event(reader.number(), reader.rest());
        }
    }

    /** Where a whole snapshot is. */
    private record Place(long start, long end, Head head, long bytes) {}

    /** Gets what a snapshot has. */
    interface Reader {

        void part(ByteBuffer part);

        void aside(Aside aside);
    }

    /** Finds the newest ones; returns what could not be read of the journal. */
    List<Gap> find() {
        Finder finder = new Finder();
        return journal.replay(0, finder::look);
    }

    /** What the newest snapshot stands for; nothing if there is none. */
    Head head() {
        return newest.map(Place::head).orElse(Head.NONE);
    }

    /** The position of the first event that is not in the snapshot before the newest. */
    long safe() {
        return previous.map(place -> place.head().position()).orElse(0L);
    }

    /** The size of the newest. */
    long bytes() {
        return newest.map(Place::bytes).orElse(0L);
    }

    /** Shows the newest, if there is one. */
    void read(Reader reader) {
        newest.ifPresent(place -> journal.replay(place.start(), entry -> {
            if (entry.position() < place.end()) {
                show(entry, reader);
            }
        }));
    }

    private static void show(Entry entry, Reader reader) {
        ByteBuffer copy = ByteBuffer.wrap(entry.bytes());
        switch (entry.type()) {
            case PART -> reader.part(copy);
            case ASIDE_PART -> reader.aside(Aside.part(copy));
            case ASIDE_EVENT -> reader.aside(Aside.decoded(copy));
            case ACCEPTED_PART -> reader.aside(Aside.part(copy).accept());
            case ACCEPTED_EVENT -> reader.aside(Aside.decoded(copy).accept());
            default -> {} // the head was read before
        }
    }

    /** Writes a snapshot, durably, and lets go of what is older than the one before. */
    void write(Head head, Stream<ByteBuffer> parts, List<Aside> asides) {
        long start = journal.append(HEAD, Sync.atClose(), head.encoded());
        int count = asides.size();
        for (Iterator<ByteBuffer> each = parts.iterator(); each.hasNext(); count++) {
            journal.append(PART, Sync.atClose(), each.next());
        }
        asides.forEach(aside -> journal.append(aside.kind(), Sync.atClose(), aside.encoded()));
        long end =
                journal.append(END, Sync.now(), new FieldWriter().number(count).done());
        found(new Place(start, end, head, end - start));
        previous.ifPresent(place -> journal.release(place.start()));
    }

    @Override
    public void close() {
        journal.close();
    }

    private void found(Place place) {
        previous = newest;
        newest = Optional.of(place);
    }

    /** Goes through the journal and remembers the two newest snapshots that are whole. */
    private final class Finder {

        private long start;
        private Optional<Head> head = Optional.empty();
        private int count;

        void look(Entry entry) {
            switch (entry.type()) {
                case HEAD -> {
                    start = entry.position();
                    head = Optional.of(Head.decoded(entry.payload()));
                    count = 0;
                }
                case END -> {
                    boolean whole = count == new FieldReader(entry.payload()).number();
                    head.filter(begun -> whole)
                            .ifPresent(begun ->
                                    found(new Place(start, entry.position(), begun, entry.position() - start)));
                    head = Optional.empty();
                }
                default -> count++;
            }
        }
    }
}
