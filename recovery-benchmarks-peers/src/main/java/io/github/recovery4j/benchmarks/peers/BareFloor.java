package io.github.recovery4j.benchmarks.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The least that a durable save can do on its own: append one record to a {@link FramedFile}, then fdatasync. Every saver
 * syncs for itself, side by side with the others.
 */
final class BareFloor implements BulkStore {

    private static final int RECORD_OVERHEAD = 64;

    /** A file of another size, if the store was filled. */
    private final Path filled;

    private FramedFile file;

    BareFloor(Path directory) throws IOException {
        this.filled = directory.resolve("filled");
        this.file = new FramedFile(Files.exists(filled) ? filled : directory.resolve("floor"), FramedFile.CAPACITY);
    }

    @Override
    public void save(int key, byte[] state) throws IOException {
        ByteBuffer record = file.frame(key, state);
        file.write(record, file.reserve(record.remaining()));
        file.sync();
    }

    @Override
    public byte @Nullable [] load(int key) throws IOException {
        Map<Integer, byte[]> newest = new HashMap<>();
        file.read(newest::put);
        return newest.get(key);
    }

    @Override
    public void fill(int keys, IntFunction<byte[]> states) throws IOException {
        long capacity = Math.max(FramedFile.CAPACITY, (long) keys * (states.apply(0).length + RECORD_OVERHEAD));
        file.close();
        file = new FramedFile(filled, capacity);
        for (int key = 0; key < keys; key++) {
            ByteBuffer record = file.frame(key, states.apply(key));
            file.write(record, file.reserve(record.remaining()));
        }
        file.sync();
    }

    @Override
    public long scan() throws IOException {
        long[] bytes = new long[1];
        file.read((key, state) -> bytes[0] += state.length);
        return bytes[0];
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
