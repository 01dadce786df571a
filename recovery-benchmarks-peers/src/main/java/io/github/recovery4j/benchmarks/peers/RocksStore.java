package io.github.recovery4j.benchmarks.peers;

import java.nio.file.Path;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB with its defaults. Durable by {@code WriteOptions.setSync(true)}; it has a group commit of its own. */
final class RocksStore implements BulkStore {

    private final Options options = new Options().setCreateIfMissing(true);
    private final WriteOptions durable = new WriteOptions().setSync(true);
    private final RocksDB db;

    RocksStore(Path directory) throws RocksDBException {
        this.db = RocksDB.open(options, directory.toString());
    }

    @Override
    public void save(int key, byte[] state) throws RocksDBException {
        db.put(durable, Key.bytes(key), state);
    }

    @Override
    public byte @Nullable [] load(int key) throws RocksDBException {
        return db.get(Key.bytes(key));
    }

    @Override
    public void fill(int keys, IntFunction<byte[]> states) throws RocksDBException {
        for (int from = 0; from < keys; from += BATCH) {
            try (WriteBatch batch = new WriteBatch()) {
                for (int key = from; key < Math.min(from + BATCH, keys); key++) {
                    batch.put(Key.bytes(key), states.apply(key));
                }
                db.write(durable, batch);
            }
        }
    }

    @Override
    public long scan() throws RocksDBException {
        long bytes = 0;
        try (RocksIterator all = db.newIterator()) {
            for (all.seekToFirst(); all.isValid(); all.next()) {
                bytes += all.value().length;
            }
            all.status();
        }
        return bytes;
    }

    @Override
    public void close() {
        db.close();
        durable.close();
        options.close();
    }
}
