package io.github.recovery4j.benchmarks.peers;

import java.nio.file.Path;
import java.util.function.IntFunction;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * The MVStore of H2, one map. Durable by {@code commit()} and then {@code sync()}; it commits nothing by itself. No group
 * commit: every save does both.
 */
final class MvStore implements BulkStore {

    private final MVStore store;
    private final MVMap<Integer, byte[]> map;

    MvStore(Path directory) {
        this.store = new MVStore.Builder()
                .fileName(directory.resolve("state.mv").toString())
                .autoCommitDisabled()
                .open();
        this.map = store.openMap("state");
    }

    @Override
    public void save(int key, byte[] state) {
        map.put(key, state);
        store.commit();
        store.sync();
    }

    @Override
    public byte @Nullable [] load(int key) {
        return map.get(key);
    }

    @Override
    public void fill(int keys, IntFunction<byte[]> states) {
        for (int key = 0; key < keys; key++) {
            map.put(key, states.apply(key));
            if (key % BATCH == BATCH - 1) {
                store.commit();
            }
        }
        store.commit();
        store.sync();
    }

    @Override
    public long scan() {
        return map.values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    @Override
    public void close() {
        store.close();
    }
}
