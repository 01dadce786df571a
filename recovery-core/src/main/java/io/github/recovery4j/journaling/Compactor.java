package io.github.recovery4j.journaling;

import io.github.recovery4j.journal.JournalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the journal as small as what it is needed for: appends what is still needed of its oldest part once more, and
 * releases that part. Savers go on meanwhile; a run waits while its own record is appended. Also writes the snapshot from
 * which the index is read. One at a time, on the executor it is given.
 *
 * <p>A record is pointed to when its copy is durable, and released after that. Nothing is copied that was removed: a run's
 * records are copied under the run's lock.
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
    private static final int LOOKS = 16;

    private final RunLog runs;
    private final IndexSnapshot snapshot;
    private final Executor executor;
    private final long segment;
    private final IntSupplier segments;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long nextLook;
    private volatile long snapshotAt;
    private volatile long snapshotBytes;

    /**
     * Starts with nothing to do.
     *
     * @param segment the size of a segment of the journal
     * @param segments tells how many there are
     */
    Compactor(RunLog runs, IndexSnapshot snapshot, Executor executor, long segment, IntSupplier segments) {
        this.runs = runs;
        this.snapshot = snapshot;
        this.executor = executor;
        this.segment = segment;
        this.segments = segments;
        this.snapshotAt = runs.journal().start();
    }

    /** Has a look whether there is something to do, now and then, and lets it be done. */
    void look() {
        long end = runs.journal().end();
        if (end < nextLook) {
            return;
        }
        nextLook = end + segment / LOOKS;
        if (needed(end) && busy.compareAndSet(false, true)) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                busy.set(false); // closed meanwhile
            }
        }
    }

    private boolean needed(long end) {
        return tooLong(end) || end - snapshotAt > Math.max(segment, snapshotBytes);
    }

    /** More than twice as long as what is live, and than a few segments; or in too many pieces. */
    private boolean tooLong(long end) {
        long live = GENERATIONS * runs.liveBytes();
        long length = end - runs.journal().start();
        return length > Math.max(4 * segment, 2 * live) || segments.getAsInt() > MOST_SEGMENTS + 2 * length / segment;
    }

    private void run() {
        try {
            if (tooLong(runs.journal().end())) {
                compact();
            }
            snapshot();
        } catch (JournalException | IOException e) {
            log.warn("The journal could not be compacted ({}); it goes on as it is", e.getMessage());
            snapshotAt = runs.journal().end(); // not again at once
        } finally {
            busy.set(false);
        }
    }

    /** Moves what is live out of the oldest half, so that each pass costs no more than what it frees. */
    private void compact() {
        long start = runs.journal().start();
        long end = runs.journal().end();
        runs.journal().sync();
        List<RunLog.Moved> moved = new ArrayList<>();
        long limit = Math.min(end, start + Math.max(segment, (end - start) / 2));
        try {
            runs.journal().replay(start, entry -> {
                if (entry.position() >= limit) {
                    throw new EnoughException();
                }
                runs.move(entry).ifPresent(moved::add);
                if (moved.size() == CHUNK) {
                    repoint(moved);
                }
            });
        } catch (EnoughException e) {
            log.debug("The journal was compacted up to position {}", limit);
        }
        repoint(moved);
        runs.journal().release(limit);
    }

    /** Readers find no record that is not durable. */
    private void repoint(List<RunLog.Moved> moved) {
        runs.journal().sync();
        moved.forEach(runs::repoint);
        moved.clear();
    }

    /** Writes the index as it is; what it points to has to be durable before. */
    void snapshot() throws IOException {
        long position = runs.journal().end();
        runs.journal().sync();
        snapshotBytes = snapshot.write(position, runs);
        snapshotAt = position;
    }

    /** Ends a replay, which is never told to end otherwise. */
    private static final class EnoughException extends RuntimeException {

        private static final long serialVersionUID = 1;

        EnoughException() {
            super(null, null, false, false);
        }
    }
}
