package io.github.recovery4j.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of an open journal, in order: each ends where the next one begins. Written by one thread at a time, read
 * by many; while somebody reads, none is taken away.
 */
final class Segments implements GroupCommit.Output, Closeable {

    private static final Logger log = LoggerFactory.getLogger(Segments.class);

    private final SegmentDirectory directory;
    private final ReadWriteLock reading = new ReentrantReadWriteLock();
    private final Lock naming = new ReentrantLock();
    private volatile List<Segment> segments;
    private @Nullable SegmentWriter writer;
    private volatile boolean fresh = true;
    private volatile boolean rolled;
    private long origin;
    private boolean torn;
    private boolean keeping;

    Segments(SegmentDirectory directory) throws IOException {
        this.directory = directory;
        this.segments = directory.list();
        directory.deleteSpares();
    }

    /**
     * Finds the end, and makes what is there durable: a record that was shown once is never lost any more.
     *
     * @param least the position of the next record, if there is not more
     * @param refusesDoubt whether a gap is refused, or an end that may not be the end, before anything is changed
     * @param padded whether each group fills whole pages
     * @return the position of the next record
     */
    long recover(long least, boolean refusesDoubt, boolean padded) throws IOException {
        directory.sync();
        List<Segment> found = segments;
        if (found.isEmpty()) {
            return least;
        }
        Segment newest = found.get(found.size() - 1);
        LastSegment last = directory.examine(newest);
        if (refusesDoubt) {
            requireCertain(newest, last);
        }
        torn = last.torn();
        if (torn) {
            log.warn(
                    "{} ends with something that was never acknowledged, or is damaged, at position {}; it was copied to {}",
                    newest.path(),
                    last.end(),
                    directory.keepTail(newest, last.end()));
        }
        long end = last.torn() || last.proven() < last.end() ? rewrite(newest, last, padded) : last.end();
        return Math.max(least, end);
    }

    /** A segment never starts without a record. */
    private long rewrite(Segment newest, LastSegment last, boolean padded) throws IOException {
        Group group = unproven(newest, last);
        if (padded || group.size() == 0) {
            group.pad();
        }
        roll(group);
        return group.end();
    }

    private void requireCertain(Segment newest, LastSegment last) throws IOException {
        List<Gap> gaps = replay(0, last.end(), entry -> {});
        if (!gaps.isEmpty()) {
            throw new IOException(gaps.get(0).toString());
        }
        if (!last.sealed()) {
            throw new IOException("%s was not closed, or is damaged; its last record seems to end at position %d"
                    .formatted(newest.path(), last.end()));
        }
    }

    private Group unproven(Segment segment, LastSegment last) throws IOException {
        Group group = new Group(last.proven());
        try (SegmentReader reader = directory.read(segment, last.end())) {
            for (Optional<RecordHeader> next = reader.next(); next.isPresent(); next = reader.next()) {
                RecordHeader record = next.get();
                if (record.position() >= last.proven()) {
                    group.add(record.type(), record.length(), record.checksum(), reader.copy(record));
                }
            }
        }
        return group;
    }

    /** How many there are. */
    int count() {
        return segments.size();
    }

    /** The position of the first record that is there, or would be. */
    long start() {
        List<Segment> present = segments;
        return present.isEmpty() ? 0 : present.get(0).base();
    }

    @Override
    public void write(Group group) throws IOException {
        if (writer != null && !fresh && writer.fits(group.start(), group.size())) {
            writer.write(group.start(), group.size(), group.encoded(directory.seed()));
        } else {
            roll(group);
        }
    }

    /** Lets the next group start a segment, and with it a journal of its own as far as sizes are concerned. */
    void roll() {
        rolled = true;
        fresh = true;
    }

    private void roll(Group first) throws IOException {
        SegmentWriter full = writer;
        naming.lock();
        try {
            writer = directory.start(first.start(), first.size(), first.encoded(directory.seed()), wanted(first));
            if (rolled) {
                origin = first.start();
                rolled = false;
            }
            fresh = false;
        } finally {
            naming.unlock();
        }
        List<Segment> before = segments;
        add(directory.segment(first.start()));
        if (full != null) {
            full.close();
        } else if (!before.isEmpty() && !torn) {
            cut(before.get(before.size() - 1), first.start());
        }
    }

    private long wanted(Group first) {
        return fresh ? directory.smallest() : directory.following(first.start() - Math.max(origin, start()));
    }

    /** Nobody goes on with what an earlier opening has left half empty. */
    private void cut(Segment left, long end) {
        try {
            directory.cut(left, end);
        } catch (IOException e) {
            log.warn("The space behind the records of {} could not be given back ({})", left.path(), e.toString());
        }
    }

    /** It takes the place of one that starts where it does. */
    private synchronized void add(Segment started) {
        List<Segment> after = new ArrayList<>(segments);
        after.removeIf(segment -> segment.base() >= started.base());
        after.add(started);
        segments = List.copyOf(after);
    }

    private synchronized void remove(Segment retired) {
        segments = segments.stream()
                .filter(segment -> segment.base() != retired.base())
                .toList();
    }

    /** Shows the records between two positions, the second of which is the end of what is durable. */
    List<Gap> replay(long from, long end, JournalReader target) throws IOException {
        Replay replay = new Replay(directory, from, target);
        reading.readLock().lock();
        try {
            List<Segment> present = segments;
            for (int i = 0; i < present.size(); i++) {
                long limit = i + 1 < present.size()
                        ? Math.min(end, present.get(i + 1).base())
                        : end;
                replay.show(present.get(i), limit);
            }
        } finally {
            reading.readLock().unlock();
        }
        return replay.gaps();
    }

    /** The intact record at a position before the end of what is durable, if there is one. */
    Optional<Entry> read(long position, long end) throws IOException {
        reading.readLock().lock();
        try {
            List<Segment> present = segments;
            int index = present.size() - 1;
            while (index >= 0 && present.get(index).base() > position) {
                index--;
            }
            if (index < 0 || position >= end) {
                return Optional.empty();
            }
            try (SegmentReader reader = directory.readAt(present.get(index), position, end)) {
                return reader.next()
                        .filter(record -> record.position() == position && !record.internal())
                        .map(record -> new Entry(position, record.type(), reader.copy(record)));
            }
        } finally {
            reading.readLock().unlock();
        }
    }

    /**
     * Takes away what lies before a position, oldest first, unless somebody reads; then the next call does it. Who writes
     * waits for that only if it starts a segment while the space of spares is given back.
     */
    void release(long position) {
        if (!reading.writeLock().tryLock()) {
            return;
        }
        try {
            while (!keeping && segments.size() > 1 && segments.get(1).base() <= position) {
                retire(segments.get(0));
            }
            naming(() -> keepSpares(segments.size()));
        } finally {
            reading.writeLock().unlock();
        }
    }

    /** After a failure it is not known whether the segment is there, so no later one may go before it. */
    private void retire(Segment oldest) {
        try {
            Path spare = directory.retire(oldest);
            remove(oldest);
            directory.sync();
            naming(() -> directory.reuse(spare));
        } catch (IOException e) {
            keeping = true;
            log.warn(
                    "{} could not be taken away ({}); the journal keeps all segments until it is opened again",
                    oldest.path(),
                    e.toString());
        }
    }

    private void naming(Runnable action) {
        naming.lock();
        try {
            action.run();
        } finally {
            naming.unlock();
        }
    }

    /** They are as many as segments may come before the next are taken away. */
    private void keepSpares(int most) {
        try {
            directory.keepSpares(most);
        } catch (IOException e) {
            log.warn("The space of spare segments could not be given back ({})", e.toString());
        }
    }

    /** Tells the next one who opens it that everything is durable, and gives back what only a writer needs. */
    void seal(long end) throws IOException {
        if (writer != null) {
            writer.seal(end);
            writer.close();
            writer = null;
            cut(segments.get(segments.size() - 1), end);
        }
        naming(() -> keepSpares(0));
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
