package io.github.recovery4j.benchmarks.peers;

import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The bare journal of this library, with nothing that finds its records. It keeps as many bytes as the floor. */
final class EventStore implements BulkStore {

    private final FileJournal journal;

    EventStore(Path directory) {
        this.journal = FileJournal.builder(directory.resolve("journal")).open();
    }

    @Override
    public void save(int key, byte[] state) {
        append(key, state, Sync.now());
        long kept = journal.end() - FramedFile.CAPACITY;
        if (kept > journal.start()) {
            journal.release(kept + FramedFile.CAPACITY / 2);
        }
    }

    private void append(int key, byte[] state, Sync sync) {
        journal.append(key, sync, ByteBuffer.wrap(state));
    }

    private void read(BiConsumer<Integer, byte[]> reader) {
        List<Gap> gaps = journal.replay(0, entry -> reader.accept(entry.type(), entry.bytes()));
        if (!gaps.isEmpty()) {
            throw new IllegalStateException(gaps.toString());
        }
    }

    @Override
    public byte @Nullable [] load(int key) {
        Map<Integer, byte[]> newest = new HashMap<>();
        read(newest::put);
        return newest.get(key);
    }

    @Override
    public void fill(int keys, IntFunction<byte[]> states) {
        for (int key = 0; key < keys; key++) {
            append(key, states.apply(key), Sync.atClose());
            if (key % BATCH == 0) {
                journal.sync();
            }
        }
        journal.sync();
    }

    @Override
    public long scan() {
        long[] bytes = new long[1];
        journal.replay(0, entry -> bytes[0] += entry.bytes().length);
        return bytes[0];
    }

    @Override
    public void close() {
        journal.close();
    }
}
