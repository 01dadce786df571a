package io.github.recovery4j.journaling;

import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the journal as small as what it is needed for: appends what is still needed of its oldest part once more, and
 * releases that part. What is not needed is not even read. Savers go on meanwhile; a run waits while its own record is
 * appended. Also writes the snapshot from which the index is read. One at a time, on the executor it is given.
 *
 * <p>A copy is pointed to when it is durable. The old part is released when a snapshot is durable that needs nothing of it:
 * neither the copied records, nor those that say what was removed. Nothing is copied that was removed: a run's records are
 * copied under the run's lock. Closing may copy up to one large segment, in the thread that closes.
 */
final class Compactor {

    private static final Logger log = LoggerFactory.getLogger(Compactor.class);

    /** Each opening starts a segment, however little it appends. */
    private static final int MOST_SEGMENTS = 64;

    /** How many records are copied at most before they are synced and pointed to. */
    private static final int CHUNK = 256;

    /** How many bytes of them are: until then they are in memory. */
    private static final long CHUNK_BYTES = 4 << 20;

    /** How often a look is taken while a segment is filled. */
    private static final int LOOKS = 64;

    /** How often that happens after a pass that failed or freed nothing, as the next one may be as useless. */
    private static final int LATER_LOOKS = 8;

    /** How often the index is written while a segment is filled, unless it is large itself. */
    private static final int SNAPSHOTS = 2;

    /** The part of what is live from which on garbage is not left behind at the end. */
    private static final int GARBAGE = 8;

    /** So much of it is always left behind: a page of each opening is there in any case. */
    private static final long LITTLE = 4 << 10;

    private static final int MOST_NAMED = 10;

    private final RunLog runs;
    private final IndexSnapshot snapshot;
    private final Executor executor;
    private final FileJournal journal;
    private final long segment;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicLong nextLook = new AtomicLong();
    private final Lock working = new ReentrantLock();

    /** Guarded by {@link #working}. */
    private boolean finished;

    /**
     * Starts with nothing to do.
     *
     * @param journal where the runs are
     * @param segment the size of its segments
     */
    Compactor(RunLog runs, IndexSnapshot snapshot, Executor executor, FileJournal journal, long segment) {
        this.runs = runs;
        this.snapshot = snapshot;
        this.executor = executor;
        this.journal = journal;
        this.segment = segment;
    }

    /** Has a look whether there is something to do, now and then, and lets it be done. */
    void look() {
        try {
            long end = journal.end();
            if (end >= nextLook.get()) {
                nextLook.set(end + segment / LOOKS);
                look(end);
            }
        } catch (JournalClosedException e) {
            return; // whoever closed it sees to it
        }
    }

    private void look(long end) {
        if (needed(end) && busy.compareAndSet(false, true)) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                busy.set(false); // closed meanwhile
            }
        }
    }

    private boolean needed(long end) {
        return tooLong(end) || end - snapshot.position() > Math.max(segment / SNAPSHOTS, SNAPSHOTS * snapshot.size());
    }

    /** More than twice as long as what is live, and than a large segment; or in too many pieces. */
    private boolean tooLong(long end) {
        long length = end - journal.start();
        return length > Math.max(segment, 2 * runs.liveBytes())
                || journal.segments() > MOST_SEGMENTS + 2 * length / segment;
    }

    /** Nothing is done beside or after the closing, whenever the executor comes to it. */
    private void run() {
        if (!working.tryLock()) {
            return;
        }
        try {
            if (!finished) {
                work();
            }
        } finally {
            working.unlock();
            busy.set(false); // the next one finds it unlocked
        }
    }

    private void work() {
        try {
            if (!tryWork()) {
                postpone();
            }
        } catch (JournalClosedException e) {
            log.debug("The journal in {} was closed before it could be compacted", snapshot.directory());
        } catch (JournalException | IOException e) {
            log.warn(
                    "The journal in {} could not be compacted ({}); it goes on as it is, and is tried again later",
                    snapshot.directory(),
                    e.getMessage());
            postpone();
        }
    }

    /** Tells whether it was of use: who reads, a segment that is too large or one that is stuck prevent it. */
    private boolean tryWork() throws IOException {
        long start = journal.start();
        long end = journal.end();
        if (!tooLong(end)) {
            snapshot();
            return true;
        }
        compact(Math.min(end, start + (end - start) / 2));
        return journal.start() > start;
    }

    private void postpone() {
        nextLook.addAndGet(segment / LATER_LOOKS);
    }

    /**
     * Leaves the journal as small as it can be without much ado, with a snapshot from which it is opened at once. Waits
     * for what is under way, on whatever thread.
     */
    void finish() throws IOException {
        working.lock();
        try {
            finished = true;
            if (worthwhile()) {
                journal.roll();
                compact(journal.end());
            } else {
                snapshot();
            }
        } finally {
            working.unlock();
        }
    }

    private boolean worthwhile() {
        long live = runs.liveBytes();
        long end = journal.end();
        long garbage = end - journal.start() - live;
        return live < segment && (garbage > Math.max(live / GARBAGE, LITTLE) || tooLong(end));
    }

    /** Moves what is live before a position. A part at a time, so that each pass costs no more than what it frees. */
    private void compact(long limit) throws IOException {
        runs.settle();
        journal.sync();
        Copies copies = new Copies();
        Places places = runs.places(journal.start(), limit);
        BitSet missing = places.read(journal, entry -> {
            runs.move(entry).ifPresent(copies::add);
            return true;
        });
        copies.repoint();
        warnOf(places, missing);
        runs.repeatEpoch();
        snapshot();
        journal.release(limit);
        log.debug("The journal in {} was compacted up to position {}", snapshot.directory(), limit);
    }

    private void warnOf(Places places, BitSet missing) {
        if (!missing.isEmpty()) {
            log.warn(
                    "{} records that are needed are not intact in the journal in {}, at positions {}{}; what was saved there is lost, earlier generations are used",
                    missing.cardinality(),
                    snapshot.directory(),
                    missing.stream().limit(MOST_NAMED).mapToObj(places::get).toList(),
                    missing.cardinality() > MOST_NAMED ? " and others" : "");
        }
    }

    /** Writes the index as it is; what it points to has to be durable before, and what is before has to be in it. */
    private void snapshot() throws IOException {
        long position = journal.end();
        runs.settle();
        journal.sync();
        snapshot.write(position, runs);
    }

    /** Records that were appended once more, and are not pointed to yet. */
    private final class Copies {

        private final List<RunLog.Moved> moved = new ArrayList<>();
        private long bytes;

        void add(RunLog.Moved copy) {
            moved.add(copy);
            bytes += copy.from().payload().remaining();
            if (moved.size() == CHUNK || bytes >= CHUNK_BYTES) {
                repoint();
            }
        }

        /** Readers find no record that is not durable. */
        void repoint() {
            journal.sync();
            moved.forEach(runs::repoint);
            moved.clear();
            bytes = 0;
        }
    }
}
