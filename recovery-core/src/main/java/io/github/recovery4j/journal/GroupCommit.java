package io.github.recovery4j.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One sync for all who wait. Whoever comes while nobody leads does: takes everything that was appended so far, writes and
 * syncs it without holding the lock, hands the lead to one of those who came meanwhile, and wakes those it wrote for. So a
 * single appender pays for no hand-over to another thread, and many share each sync.
 *
 * <p>Invariants, all under the lock:
 *
 * <ol>
 *   <li>At most one batch is being written; everything before it is durable.
 *   <li>A batch is settled once: it is durable, or there was no room, or the journal is poisoned. Whoever waits for it is
 *       told.
 *   <li>While somebody waits, somebody leads: the thread that writes, or one that was woken to do so.
 *   <li>Nothing is written any more once the journal is poisoned.
 *   <li>Positions that were given away are never given away again, unless everybody who got one got an exception too.
 * </ol>
 *
 * <p>When there is no room, everybody who waits is told so, and what they appended is withdrawn. What nobody waits for
 * cannot be: then the journal is poisoned.
 */
final class GroupCommit {

    private final String location;
    private final Output output;
    private final long largestBatch;
    private final boolean padded;
    private final ReentrantLock lock = new ReentrantLock();
    private Batch open;
    private @Nullable Batch inFlight;
    private boolean led;
    private volatile long durable;
    private volatile long end;
    private volatile @Nullable Throwable poison;
    private volatile boolean closed;

    /**
     * Starts with nothing to write.
     *
     * @param location the journal, for messages
     * @param end where the next record goes
     * @param largestBatch the bytes from which on a record waits for the next batch
     * @param padded whether each batch fills whole pages
     */
    GroupCommit(String location, Output output, long end, long largestBatch, boolean padded) {
        this.location = location;
        this.output = output;
        this.largestBatch = largestBatch;
        this.padded = padded;
        this.durable = end;
        this.end = end;
        this.open = new Batch(end);
    }

    /**
     * Appends a record, and waits until it is durable unless it may be deferred.
     *
     * @param mayWait how many records of its batch nobody may wait for; if there are more, this one is waited for
     */
    long append(int type, int mayWait, int length, ByteBuffer... payload) {
        int checksum = Checksums.of(payload);
        long position;
        Batch mine;
        lock.lock();
        try {
            requireUsable();
            makeRoom(RecordHeader.size(length));
            mine = open;
            position = mine.group().add(type, length, checksum, payload);
            end = mine.group().end();
            if (mine.deferred() < mayWait) {
                mine.defer();
                return position;
            }
            join(mine);
        } finally {
            lock.unlock();
        }
        await(mine);
        requireRoom(mine.failure());
        return position;
    }

    private void makeRoom(long size) {
        while (!open.isEmpty() && open.group().size() + size > largestBatch) {
            settle(open);
            requireUsable();
        }
    }

    /** What is withdrawn meanwhile was not appended. */
    void sync() {
        lock.lock();
        try {
            requireUsable();
            settleAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for one record, and not for those that were appended since. */
    void sync(long position) {
        if (position < durable) {
            return; // whatever has happened since
        }
        lock.lock();
        try {
            if (position < durable) {
                return;
            }
            requireUsable();
            if (inFlight != null && position < inFlight.group().end()) {
                settle(inFlight);
            } else if (!open.isEmpty()) {
                settle(open);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more records, and makes durable what was appended. */
    void close() {
        lock.lock();
        try {
            closed = true;
            requireUnpoisoned();
            settleAll();
        } finally {
            lock.unlock();
        }
    }

    void requireOpen() {
        if (closed) {
            throw new JournalClosedException(location);
        }
    }

    /** The position behind all that is durable. */
    long durable() {
        return durable;
    }

    /** The position of the next record. */
    long end() {
        return end;
    }

    private void requireUsable() {
        requireOpen();
        requireUnpoisoned();
    }

    private void requireUnpoisoned() {
        if (poison != null) {
            throw new JournalPoisonedException(location, poison);
        }
    }

    private void requireRoom(@Nullable Throwable failure) {
        if (failure != null) {
            requireUnpoisoned();
            throw new JournalException(
                    "%s did not take the record (%s: %s); it was not appended, what was durable before still is"
                            .formatted(location, failure.getClass().getSimpleName(), failure.getMessage()),
                    failure);
        }
    }

    private void settleAll() {
        if (!open.isEmpty()) {
            settle(open);
        } else if (inFlight != null) {
            settle(inFlight);
        }
    }

    /** Waits for a batch, without the lock meanwhile. */
    private void settle(Batch batch) {
        join(batch);
        lock.unlock();
        try {
            await(batch);
        } finally {
            lock.lock();
        }
        requireUnpoisoned();
    }

    private void join(Batch batch) {
        if (led) {
            batch.join();
        } else {
            led = true;
            batch.lead();
        }
    }

    /** Called without the lock: most of those who wait do not need it again. */
    private void await(Batch batch) {
        if (batch.awaitTurn()) {
            lead(batch);
        }
    }

    private void lead(Batch batch) {
        Throwable failure = write(batch);
        Batch following;
        lock.lock();
        try {
            following = open;
            inFlight = null;
            settle(batch, failure);
            led = failure == null && open.appoint();
        } finally {
            lock.unlock();
        }
        batch.wake();
        if (failure != null) {
            following.wake();
        }
    }

    /** Everything that goes wrong here must reach those who wait, an error of the machine too. */
    private @Nullable Throwable write(Batch batch) {
        try {
            take(batch);
            output.write(batch.group());
            return null;
        } catch (IOException | RuntimeException | Error e) {
            return e;
        }
    }

    private void take(Batch batch) {
        lock.lock();
        try {
            if (padded) {
                batch.group().pad();
                end = batch.group().end();
            }
            open = new Batch(batch.group().end());
            inFlight = batch;
        } finally {
            lock.unlock();
        }
    }

    private void settle(Batch written, @Nullable Throwable failure) {
        if (failure == null) {
            durable = written.group().end();
            written.settle(null);
        } else if (failure instanceof NothingWrittenException && written.deferred() + open.deferred() == 0) {
            fail(written, failure.getCause());
            open = new Batch(written.group().start());
            end = written.group().start();
        } else {
            poison = failure;
            fail(written, failure);
        }
    }

    /** Fails the batch that was written, and the one that was to follow it. */
    private void fail(Batch written, @Nullable Throwable why) {
        written.settle(why);
        open.settle(why);
    }

    /** Where batches go. */
    @FunctionalInterface
    interface Output {

        /**
         * Makes a group durable.
         *
         * @throws NothingWrittenException if nothing was changed; it may be tried again
         * @throws IOException if it is not known what was written
         */
        void write(Group group) throws IOException;
    }
}
