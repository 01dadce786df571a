package io.github.recovery4j.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One sync for all who wait. Whoever comes while nobody writes leads: takes everything that was appended so far, writes and
 * syncs it without holding the lock, and tells those who wait. Who comes meanwhile appends to the next batch; one of
 * them leads that. So a single appender pays for no hand-over to another thread, and many share each sync.
 *
 * <p>Invariants, all under the lock:
 *
 * <ol>
 *   <li>At most one batch is being written; everything before it is durable.
 *   <li>A batch is settled once: it is durable, or withdrawn, or the journal is poisoned. Whoever waits for it is told.
 *   <li>When a write ends, one of those who wait for the next batch is woken to lead it.
 *   <li>Nothing is written any more once the journal is poisoned.
 *   <li>Positions that were given away are never given away again, unless everybody who got one got an exception too.
 * </ol>
 */
final class GroupCommit {

    private final String location;
    private final Output output;
    private final long largestBatch;
    private final boolean padded;
    private final ReentrantLock lock = new ReentrantLock();
    private Batch open;
    private @Nullable Batch inFlight;
    private volatile long durable;
    private volatile long end;
    private @Nullable Throwable poison;
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
        this.open = new Batch(end, lock.newCondition());
    }

    /**
     * Appends a record, and waits until it is durable unless it may be deferred.
     *
     * @param mayWait how many records of its batch nobody may wait for; if there are more, this one is waited for
     */
    long append(int type, int mayWait, int length, ByteBuffer... payload) {
        int checksum = Checksums.of(payload);
        lock.lock();
        try {
            requireUsable();
            while (!open.isEmpty() && open.group().size() + RecordHeader.size(length) > largestBatch) {
                settle(open);
                requireUsable();
            }
            Batch mine = open;
            long position = mine.group().add(type, length, checksum, payload);
            end = mine.group().end();
            if (mine.deferred() < mayWait) {
                mine.defer();
            } else {
                await(mine);
            }
            return position;
        } finally {
            lock.unlock();
        }
    }

    void sync() {
        lock.lock();
        try {
            requireUsable();
            awaitAll();
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
                await(inFlight);
            } else if (!open.isEmpty()) {
                await(open);
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
            awaitAll();
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

    /** What is withdrawn meanwhile was not appended. */
    private void awaitAll() {
        if (!open.isEmpty()) {
            settle(open);
        } else if (inFlight != null) {
            settle(inFlight);
        }
        requireUnpoisoned();
    }

    private void await(Batch batch) {
        settle(batch);
        Throwable failure = batch.failure();
        if (failure != null) {
            requireUnpoisoned();
            throw new JournalException(
                    "%s has no room (%s: %s); the record was not appended, what was durable before still is"
                            .formatted(location, failure.getClass().getSimpleName(), failure.getMessage()),
                    failure);
        }
    }

    private void settle(Batch batch) {
        while (!batch.isSettled()) {
            if (inFlight == null) {
                lead();
            } else {
                batch.changed().awaitUninterruptibly();
            }
        }
    }

    private void lead() {
        Batch batch = open;
        if (padded) {
            batch.group().pad();
            end = batch.group().end();
        }
        inFlight = batch;
        open = new Batch(batch.group().end(), lock.newCondition());
        Throwable failure = write(batch.group());
        inFlight = null;
        if (failure == null) {
            durable = batch.group().end();
            batch.settle(null);
            open.changed().signal();
        } else if (failure instanceof NothingWrittenException && batch.deferred() + open.deferred() == 0) {
            fail(batch, failure.getCause());
            open = new Batch(batch.group().start(), lock.newCondition());
            end = batch.group().start();
        } else {
            poison = failure;
            fail(batch, failure);
        }
    }

    /** Fails the batch that was written, and the one that was to follow it. */
    private void fail(Batch batch, @Nullable Throwable failure) {
        batch.settle(failure);
        open.settle(failure);
    }

    /** Everything that goes wrong here must reach those who wait, an error of the machine too. */
    private @Nullable Throwable write(Group group) {
        lock.unlock();
        try {
            output.write(group);
            return null;
        } catch (IOException | RuntimeException | Error e) {
            return e;
        } finally {
            lock.lock();
        }
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
