package io.github.recovery4j.journaling;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * The journal and its index, kept in step: what is appended for a run and what the index says of it change together,
 * under a lock that the run shares with some others.
 */
final class RunLog {

    private static final int STRIPES = 1 << 10;

    private final Journal journal;
    private final RunIndex index;
    private final RunRecords records;
    private final Duration maxAge;
    private final Lock[] stripes = new Lock[STRIPES];
    private long epoch;

    RunLog(Journal journal, IndexSnapshot.Content start, Duration maxAge) {
        this.journal = journal;
        this.index = start.index();
        this.records = start.records();
        this.maxAge = maxAge;
        this.epoch = start.epoch();
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    Journal journal() {
        return journal;
    }

    RunIndex index() {
        return index;
    }

    RunRecords records() {
        return records;
    }

    /** About how many bytes of the journal are needed. */
    long liveBytes() {
        return index.bytes() + records.bytes();
    }

    /** How often the storage was opened before, as far as it is known. */
    long epoch() {
        return epoch;
    }

    void beginEpoch() {
        epoch++;
        recordEpoch(Sync.now());
    }

    /** So that the part of the journal can go where it was recorded first. */
    void repeatEpoch() {
        recordEpoch(Sync.atClose());
    }

    private void recordEpoch(Sync sync) {
        journal.append(
                RecordType.EPOCH, sync, new FieldWriter().longNumber(epoch).done());
    }

    /** Holds everybody else off a run. */
    void locked(RunKey run, Runnable action) {
        locked(stripes[run.hashCode() & (STRIPES - 1)], action);
    }

    private static void locked(Lock stripe, Runnable action) {
        stripe.lock();
        try {
            action.run();
        } finally {
            stripe.unlock();
        }
    }

    /** Waits until all that was appended before is in the index: it is appended, and put there, under one lock. */
    void settle() {
        for (Lock stripe : stripes) {
            locked(stripe, () -> {});
        }
    }

    /** Saves an encoded checkpoint. */
    void save(ByteBuffer... record) {
        append(RecordType.CHECKPOINT, Sync.now(), record);
    }

    /** Whether a run is known to be finished; if its newest generation is damaged, it is not. */
    boolean isFinished(RunKey run) {
        return read(() -> index.get(run).newest())
                .entry()
                .filter(entry -> entry.type() == RecordType.CHECKPOINT)
                .filter(entry -> CheckpointRecord.isResult(entry.payload()))
                .isPresent();
    }

    void remove(RunKey run, Sync sync) {
        append(RecordType.REMOVED, sync, RunKeys.written(run).done());
    }

    void record(RunKey run, Attempts attempts) {
        append(
                RecordType.ATTEMPTS,
                Sync.now(),
                RunKeys.written(run)
                        .longNumber(attempts.generation())
                        .number(attempts.count())
                        .text(attempts.instruction().name())
                        .done());
    }

    static Attempts attempts(ByteBuffer payload) {
        FieldReader reader = new FieldReader(payload);
        RunKeys.read(reader);
        return new Attempts(reader.longNumber(), reader.number(), Attempts.Instruction.valueOf(reader.text()));
    }

    void setAside(RunKey run, long position, long left) {
        append(
                RecordType.SET_ASIDE,
                Sync.now(),
                RunKeys.written(run).longNumber(position).longNumber(left).done());
    }

    /** Appends to the own journal of a run, and tells the number of the record there. */
    long append(RunKey run, int type, ByteBuffer... payload) {
        int number = records.size(run);
        ByteBuffer[] parts = new ByteBuffer[payload.length + 1];
        parts[0] = RunKeys.written(run).number(number).number(type).done();
        System.arraycopy(payload, 0, parts, 1, payload.length);
        append(RecordType.RUN_RECORD, Sync.now(), parts);
        return number;
    }

    void release(RunKey run, long number) {
        append(
                RecordType.RELEASED,
                Sync.now(),
                RunKeys.written(run)
                        .number((int) Math.min(number, records.size(run)))
                        .done());
    }

    private void append(int type, Sync sync, ByteBuffer... payload) {
        long position = journal.append(type, sync, payload);
        apply(position, type, payload[0], length(payload));
    }

    static long length(ByteBuffer... payload) {
        long length = 0;
        for (ByteBuffer part : payload) {
            length += part.remaining();
        }
        return length;
    }

    /**
     * A record that the index points to.
     *
     * @param position where it was looked for; {@link IndexEntry#NONE} if the index points nowhere
     * @param entry the record, if it is intact
     */
    record Found(long position, Optional<Entry> entry) {}

    /** Reads what the index points to, which the compaction may move meanwhile. */
    Found read(LongSupplier place) {
        long position = place.getAsLong();
        while (position != IndexEntry.NONE) {
            Optional<Entry> entry = journal.read(position);
            long now = place.getAsLong();
            if (entry.isPresent() || now == position) {
                return new Found(position, entry);
            }
            position = now;
        }
        return new Found(position, Optional.empty());
    }

    /** Where the records are that are needed between two positions; what is lost may be said to be before the first. */
    Places places(long start, long limit) {
        return Places.of(LongStream.concat(index.positions(), records.positions())
                .filter(position -> position >= start && position < limit));
    }

    /**
     * A record that is in the journal twice.
     *
     * @param run whose it is
     * @param from the one that the index points to, if it is still needed
     * @param to the position of the other one
     */
    record Moved(RunKey run, Entry from, long to) {}

    /** Appends a record once more, if the index still needs it; it has to become durable before it is pointed to. */
    Optional<Moved> move(Entry entry) {
        List<Moved> moved = new ArrayList<>();
        owner(entry)
                .ifPresent(run -> locked(run, () -> {
                    if (isLive(run, entry)) {
                        Entry copy = new Entry(entry.position(), entry.type(), ByteBuffer.wrap(entry.bytes()));
                        moved.add(new Moved(run, copy, journal.append(copy.type(), Sync.atClose(), copy.payload())));
                    }
                }));
        return moved.stream().findFirst();
    }

    /** Lets the index point to the other one, unless it needs neither any more. */
    void repoint(Moved moved) {
        locked(moved.run(), () -> {
            Entry from = moved.from();
            if (isLive(moved.run(), from)) {
                apply(moved.to(), from.type(), from.payload(), from.payload().remaining());
            }
        });
    }

    private boolean isLive(RunKey run, Entry entry) {
        if (entry.type() != RecordType.RUN_RECORD) {
            return index.get(run).has(entry.position());
        }
        FieldReader reader = new FieldReader(entry.payload());
        return records.position(RunKeys.read(reader), reader.number()) == entry.position();
    }

    private static Optional<RunKey> owner(Entry entry) {
        return switch (entry.type()) {
            case RecordType.CHECKPOINT, RecordType.ATTEMPTS, RecordType.RUN_RECORD ->
                Optional.of(RunKeys.read(new FieldReader(entry.payload())));
            default -> Optional.empty();
        };
    }

    /** Brings the index up to a record: the one way it changes, while it is written and when it is read again. */
    void apply(long position, int type, ByteBuffer payload, long length) {
        FieldReader reader = new FieldReader(payload);
        long size = FileJournal.space(length);
        switch (type) {
            case RecordType.CHECKPOINT -> {
                CheckpointRecord.Summary summary = CheckpointRecord.summary(payload);
                long expires = summary.expires(maxAge);
                index.change(
                        summary.run(), entry -> entry.saved(summary.stamp().generation(), position, size, expires));
            }
            case RecordType.ATTEMPTS -> index.change(RunKeys.read(reader), entry -> entry.attempted(position));
            case RecordType.REMOVED -> {
                RunKey run = RunKeys.read(reader);
                index.remove(run);
                records.remove(run);
            }
            case RecordType.RUN_RECORD -> records.put(RunKeys.read(reader), reader.number(), position, size);
            case RecordType.RELEASED -> records.release(RunKeys.read(reader), reader.number());
            case RecordType.SET_ASIDE -> {
                RunKey run = RunKeys.read(reader);
                long damaged = reader.longNumber();
                long left = reader.longNumber();
                index.change(run, entry -> entry.without(damaged, left));
            }
            case RecordType.EPOCH -> epoch = Math.max(epoch, reader.longNumber());
            default -> throw new IllegalStateException("No record of a storage has the type " + type);
        }
    }
}
