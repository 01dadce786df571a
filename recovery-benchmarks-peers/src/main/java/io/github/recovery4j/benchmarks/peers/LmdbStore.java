package io.github.recovery4j.benchmarks.peers;

import java.nio.file.Path;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.CursorIterable.KeyVal;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * LMDB, one named database. Durable by its default: without {@code MDB_NOSYNC} and its kind every commit syncs. One
 * writer at a time, as the library has it.
 */
final class LmdbStore implements BulkStore {

    private static final long MAP_SIZE = 8L << 30;

    private final Env<byte[]> env;
    private final Dbi<byte[]> db;

    LmdbStore(Path directory) {
        this.env = Env.create(ByteArrayProxy.PROXY_BA)
                .setMapSize(MAP_SIZE)
                .setMaxDbs(1)
                .open(directory.toFile());
        this.db = env.openDbi("state", DbiFlags.MDB_CREATE);
    }

    @Override
    public void save(int key, byte[] state) {
        db.put(Key.bytes(key), state);
    }

    @Override
    public byte @Nullable [] load(int key) {
        try (Txn<byte[]> reading = env.txnRead()) {
            return db.get(reading, Key.bytes(key));
        }
    }

    @Override
    public void fill(int keys, IntFunction<byte[]> states) {
        for (int from = 0; from < keys; from += BATCH) {
            try (Txn<byte[]> writing = env.txnWrite()) {
                for (int key = from; key < Math.min(from + BATCH, keys); key++) {
                    db.put(writing, Key.bytes(key), states.apply(key));
                }
                writing.commit();
            }
        }
    }

    @Override
    public long scan() {
        long bytes = 0;
        try (Txn<byte[]> reading = env.txnRead();
                CursorIterable<byte[]> all = db.iterate(reading)) {
            for (KeyVal<byte[]> entry : all) {
                bytes += entry.val().length;
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        env.close();
    }
}
