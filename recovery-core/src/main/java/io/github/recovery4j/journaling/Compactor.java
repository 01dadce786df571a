package io.github.recovery4j.journaling;

import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the journal as small as what it is needed for: appends what is still needed of its oldest part once more, and
 * releases that part. What is not needed is not even read. Savers go on meanwhile; a run waits while its own record is
 * appended. Also writes the snapshot from which the index is read. One at a time, on the executor it is given.
 *
 * <p>A copy is pointed to when it is durable. The old part is released when a snapshot is durable that needs nothing of it:
 * neither the copied records, nor those that say what was removed. Nothing is copied that was removed: a run's records are
 * copied under the run's lock.
 */
final class Compactor {

    private static final Logger log = LoggerFactory.getLogger(Compactor.class);

    /** A checkpoint is counted once, and may be there twice: as the newest generation and as the one before. */
    private static final int GENERATIONS = 2;

    /** Each opening starts a segment, however little it appends. */
    private static final int MOST_SEGMENTS = 64;

    /** How many records become durable together. */
    private static final int CHUNK = 256;

    /** How often a look is taken while a segment is filled. */
    private static final int LOOKS = 64;

    /** How often the index is written while a segment is filled, unless it is large itself. */
    private static final int SNAPSHOTS = 2;

    /** The part of what is live from which on garbage is not left behind at the end. */
    private static final int GARBAGE = 8;

    private final RunLog runs;
    private final IndexSnapshot snapshot;
    private final Executor executor;
    private final FileJournal journal;
    private final long segment;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long nextLook;
    private volatile long snapshotAt;
    private volatile long snapshotBytes;

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
        this.snapshotAt = journal.start();
    }

    /** Has a look whether there is something to do, now and then, and lets it be done. */
    void look() {
        try {
            long end = journal.end();
            if (end >= nextLook) {
                nextLook = end + segment / LOOKS;
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
        return tooLong(end) || end - snapshotAt > Math.max(segment / SNAPSHOTS, SNAPSHOTS * snapshotBytes);
    }

    /** More than twice as long as what is live, and than a large segment; or in too many pieces. */
    private boolean tooLong(long end) {
        long live = GENERATIONS * runs.liveBytes();
        long length = end - journal.start();
        return length > Math.max(segment, 2 * live) || journal.segments() > MOST_SEGMENTS + 2 * length / segment;
    }

    private void run() {
        try {
            long start = journal.start();
            long end = journal.end();
            if (tooLong(end)) {
                compact(Math.min(end, start + (end - start) / 2));
            } else {
                snapshot();
            }
        } catch (JournalClosedException e) {
            log.debug("The journal was closed before it could be compacted");
        } catch (JournalException | IOException e) {
            log.warn("The journal could not be compacted ({}); it goes on as it is", e.getMessage());
            snapshotAt = journal.end(); // not again at once
        } finally {
            busy.set(false);
        }
    }

    /** Leaves the journal as small as it can be without much ado, with a snapshot from which it is opened at once. */
    void finish() throws IOException {
        long live = GENERATIONS * runs.liveBytes();
        if (live < segment && journal.end() - journal.start() > live + live / GARBAGE) {
            journal.roll();
            compact(journal.end());
        } else {
            snapshot();
        }
    }

    /** Moves what is live before a position. A part at a time, so that each pass costs no more than what it frees. */
    private void compact(long limit) throws IOException {
        runs.settle();
        journal.sync();
        List<RunLog.Moved> moved = new ArrayList<>();
        runs.places(limit).read(journal, entry -> {
            runs.move(entry).ifPresent(moved::add);
            if (moved.size() == CHUNK) {
                repoint(moved);
            }
            return true;
        });
        repoint(moved);
        runs.repeatEpoch();
        snapshot();
        journal.release(limit);
        log.debug("The journal was compacted up to position {}", limit);
    }

    /** Readers find no record that is not durable. */
    private void repoint(List<RunLog.Moved> moved) {
        journal.sync();
        moved.forEach(runs::repoint);
        moved.clear();
    }

    /** Writes the index as it is; what it points to has to be durable before, and what is before has to be in it. */
    private void snapshot() throws IOException {
        long position = journal.end();
        runs.settle();
        journal.sync();
        snapshotBytes = snapshot.write(position, runs);
        snapshotAt = position;
    }
}
