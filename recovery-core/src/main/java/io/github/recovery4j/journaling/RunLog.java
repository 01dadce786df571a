package io.github.recovery4j.journaling;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The journal and its index, kept in step: what is appended for a run and what the index says of it change together,
 * under a lock that the run shares with some others.
 */
final class RunLog {

    private static final int STRIPES = 1 << 10;

    private final Journal journal;
    private final RunIndex index;
    private final Duration maxAge;
    private final Lock[] stripes = new Lock[STRIPES];
    private long epoch;

    RunLog(Journal journal, RunIndex index, Duration maxAge, long epoch) {
        this.journal = journal;
        this.index = index;
        this.maxAge = maxAge;
        this.epoch = epoch;
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

    /** How often the storage was opened before, as far as it is known. */
    long epoch() {
        return epoch;
    }

    void beginEpoch() {
        epoch++;
        journal.append(
                RecordType.EPOCH,
                Sync.now(),
                new RecordWriter().longNumber(epoch).done());
    }

    /** Holds everybody else off a run. */
    void locked(RunKey run, Runnable action) {
        Lock stripe = stripes[run.hashCode() & (STRIPES - 1)];
        stripe.lock();
        try {
            action.run();
        } finally {
            stripe.unlock();
        }
    }

    /** Saves an encoded checkpoint. */
    void save(ByteBuffer... record) {
        append(RecordType.CHECKPOINT, Sync.now(), record);
    }

    void remove(RunKey run, Sync sync) {
        append(RecordType.REMOVED, sync, new RecordWriter().run(run).done());
    }

    void record(RunKey run, Attempts attempts) {
        append(
                RecordType.ATTEMPTS,
                Sync.now(),
                new RecordWriter()
                        .run(run)
                        .longNumber(attempts.generation())
                        .number(attempts.count())
                        .flag(attempts.released())
                        .done());
    }

    static Attempts attempts(ByteBuffer payload) {
        RecordReader reader = new RecordReader(payload);
        reader.run();
        return new Attempts(reader.longNumber(), reader.number(), reader.flag());
    }

    void setAside(RunKey run, long position, long left) {
        append(
                RecordType.SET_ASIDE,
                Sync.now(),
                new RecordWriter()
                        .run(run)
                        .longNumber(position)
                        .longNumber(left)
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

    /** Appends a record once more, if the index still needs it where it is. Called by the compaction. */
    void move(Entry entry) {
        Optional<RunKey> run = owner(entry);
        run.ifPresent(key -> locked(key, () -> {
            if (index.get(key).has(entry.position())) {
                append(entry.type(), Sync.atClose(), ByteBuffer.wrap(entry.bytes()));
            }
        }));
    }

    private static Optional<RunKey> owner(Entry entry) {
        return entry.type() == RecordType.CHECKPOINT || entry.type() == RecordType.ATTEMPTS
                ? Optional.of(new RecordReader(entry.payload()).run())
                : Optional.empty();
    }

    /** Brings the index up to a record: the one way it changes, while it is written and when it is read again. */
    void apply(long position, int type, ByteBuffer payload, long length) {
        RecordReader reader = new RecordReader(payload);
        switch (type) {
            case RecordType.CHECKPOINT -> {
                CheckpointRecord.Summary summary = CheckpointRecord.summary(payload);
                long expires = summary.expires(maxAge).getEpochSecond();
                index.change(
                        summary.run(), entry -> entry.saved(summary.stamp().generation(), position, length, expires));
            }
            case RecordType.ATTEMPTS -> index.change(reader.run(), entry -> entry.attempted(position));
            case RecordType.REMOVED -> index.remove(reader.run());
            case RecordType.SET_ASIDE -> {
                RunKey run = reader.run();
                long damaged = reader.longNumber();
                long left = reader.longNumber();
                index.change(run, entry -> entry.without(damaged, left));
            }
            case RecordType.EPOCH -> epoch = Math.max(epoch, reader.longNumber());
            default -> throw new IllegalStateException("No record of a storage has the type " + type);
        }
    }
}
