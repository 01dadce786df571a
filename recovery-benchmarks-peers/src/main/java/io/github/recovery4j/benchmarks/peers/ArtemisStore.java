package io.github.recovery4j.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;
import org.apache.activemq.artemis.core.journal.RecordInfo;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.jspecify.annotations.Nullable;

/**
 * The journal of Apache Artemis: every state is a record, the record before it is deleted, and old files are compacted by
 * the journal. Durable by {@code sync=true} on the append of the new record; the deletion need not be, as the newest record of
 * a key wins. The journal is no map: who uses it keeps in memory what it needs, here the numbers of the records.
 *
 * <p>The journal writes what its buffer holds when the buffer is full or its timeout is over. The default of 3.3 ms
 * makes one saver wait for it; {@link #TIMEOUT_NANOS} was the best of those tried on the disk of the published figures.
 */
final class ArtemisStore implements BulkStore {

    /** How long a save waits for others, at most. */
    static final int TIMEOUT_NANOS = Integer.getInteger("artemis.timeout", 50_000);

    private static final int BUFFER = 2 << 20;
    private static final int FILE_SIZE = 10 << 20;
    private static final int MIN_FILES = 2;
    private static final int POOL_SIZE = 20;
    private static final int COMPACT_MIN_FILES = 10;
    private static final int COMPACT_PERCENTAGE = 30;
    private static final byte TYPE = 1;

    private final JournalImpl journal;
    private final AtomicLong lastRecord = new AtomicLong();
    private final Map<Integer, Long> records = new ConcurrentHashMap<>();
    /** What opening found. */
    private final Map<Integer, byte[]> found = new ConcurrentHashMap<>();

    static ArtemisStore nio(Path directory) throws Exception {
        return new ArtemisStore(
                new NIOSequentialFileFactory(directory.toFile(), true, BUFFER, TIMEOUT_NANOS, 1, false), 1);
    }

    /** Needs Linux on amd64 with libaio ({@code libaio1}), and a file system that can do without its cache. */
    static ArtemisStore aio(Path directory) throws Exception {
        loadNative();
        int pending = 500;
        return new ArtemisStore(
                new AIOSequentialFileFactory(directory.toFile(), BUFFER, TIMEOUT_NANOS, pending, false), pending);
    }

    /** The library is in the jar, but the journal looks for it only in the library path. */
    static void loadNative() throws IOException {
        Path library = Files.createTempFile("artemis", ".so");
        try (InputStream jar = ArtemisStore.class.getResourceAsStream("/lib/linux-x86_64/libartemis-native-64.so")) {
            Files.copy(Objects.requireNonNull(jar), library, StandardCopyOption.REPLACE_EXISTING);
            System.load(library.toString());
        } finally {
            Files.delete(library);
        }
    }

    private ArtemisStore(SequentialFileFactory files, int pending) throws Exception {
        this.journal = new JournalImpl(
                FILE_SIZE, MIN_FILES, POOL_SIZE, COMPACT_MIN_FILES, COMPACT_PERCENTAGE, files, "state", "log", pending);
        journal.start();
        List<RecordInfo> committed = new ArrayList<>();
        journal.load(committed, new ArrayList<>(), (transaction, records, deleted) -> {}, false);
        committed.forEach(this::found);
    }

    private void found(RecordInfo info) {
        ByteBuffer data = ByteBuffer.wrap(info.data);
        int key = data.getInt();
        if (records.getOrDefault(key, 0L) < info.id) {
            byte[] state = new byte[data.remaining()];
            data.get(state);
            found.put(key, state);
            records.put(key, info.id);
        }
        lastRecord.accumulateAndGet(info.id, Math::max);
    }

    @Override
    public void save(int key, byte[] state) throws Exception {
        append(key, state, true);
    }

    private void append(int key, byte[] state, boolean sync) throws Exception {
        long record = lastRecord.incrementAndGet();
        byte[] data = ByteBuffer.allocate(Integer.BYTES + state.length)
                .putInt(key)
                .put(state)
                .array();
        journal.appendAddRecord(record, TYPE, data, sync);
        Long before = records.put(key, record);
        if (before != null) {
            journal.appendDeleteRecord(before, false);
        }
    }

    @Override
    public byte @Nullable [] load(int key) {
        return found.get(key);
    }

    @Override
    public void fill(int keys, IntFunction<byte[]> states) throws Exception {
        for (int key = 0; key < keys; key++) {
            append(key, states.apply(key), key == keys - 1);
        }
    }

    @Override
    public long scan() {
        return found.values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    @Override
    public void close() throws Exception {
        journal.stop();
    }
}
