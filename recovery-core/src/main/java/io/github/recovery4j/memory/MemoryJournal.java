package io.github.recovery4j.memory;

import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A journal in memory, under the same contract as every other: what is read is never an alias of what was appended.
 * Nothing survives the process, but a closed one can be {@linkplain #reopen() opened again}.
 */
public final class MemoryJournal implements Journal {

    private static final String NAME = "the journal in memory";

    private final Records records;
    private volatile boolean closed;

    /** What is kept, whoever has it open. Guarded by this. */
    private static final class Records {

        private final List<Entry> entries = new ArrayList<>();
        private long end;
        private long released;

        synchronized long add(int type, byte[] payload) {
            entries.add(new Entry(end, type, ByteBuffer.wrap(payload).asReadOnlyBuffer()));
            end += Math.max(1, payload.length);
            return entries.get(entries.size() - 1).position();
        }

        synchronized List<Entry> from(long position) {
            return entries.stream()
                    .filter(entry -> entry.position() >= Math.max(position, released))
                    .toList();
        }

        synchronized void release(long position) {
            released = Math.max(released, Math.min(position, end));
            entries.removeIf(entry -> entry.position() < released);
        }

        synchronized long start() {
            return released;
        }

        synchronized long end() {
            return end;
        }
    }

    private MemoryJournal(Records records) {
        this.records = records;
    }

    /** {@return a new, empty journal} */
    public static MemoryJournal create() {
        return new MemoryJournal(new Records());
    }

    /** {@return an open journal with the records of this one} */
    public MemoryJournal reopen() {
        return new MemoryJournal(records);
    }

    @Override
    public long append(int type, Sync sync, ByteBuffer... payload) {
        requireOpen();
        if (type < 0) {
            throw new IllegalArgumentException("The type of a record is 0 or more, got " + type);
        }
        int length = 0;
        for (ByteBuffer part : payload) {
            length += part.remaining();
        }
        ByteBuffer copy = ByteBuffer.allocate(length);
        for (ByteBuffer part : payload) {
            copy.put(part.duplicate());
        }
        return records.add(type, copy.array());
    }

    @Override
    public void sync() {
        requireOpen();
    }

    @Override
    public List<Gap> replay(long from, JournalReader reader) {
        requireOpen();
        for (Entry entry : records.from(from)) {
            reader.read(
                    new Entry(entry.position(), entry.type(), entry.payload().duplicate()));
        }
        return List.of();
    }

    @Override
    public Optional<Entry> read(long position) {
        requireOpen();
        return records.from(position).stream()
                .findFirst()
                .filter(entry -> entry.position() == position)
                .map(entry -> new Entry(position, entry.type(), entry.payload().duplicate()));
    }

    @Override
    public long start() {
        requireOpen();
        return records.start();
    }

    @Override
    public long end() {
        requireOpen();
        return records.end();
    }

    @Override
    public void release(long position) {
        requireOpen();
        records.release(position);
    }

    @Override
    public void close() {
        closed = true;
    }

    boolean isOpen() {
        return !closed;
    }

    private void requireOpen() {
        if (closed) {
            throw new JournalClosedException(NAME);
        }
    }
}
