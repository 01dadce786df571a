package io.github.recovery4j.benchmarks.peers;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntFunction;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.bindings.IntegerBinding;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;
import org.jspecify.annotations.Nullable;

/**
 * A Xodus environment with one store. Durable by {@code EnvironmentConfig.setLogDurableWrite(true)}. Transactions are
 * exclusive, as optimistic ones of many savers would mostly be repeated.
 */
final class XodusStore implements BulkStore {

    private final Environment environment;
    private final Store store;

    XodusStore(Path directory) {
        this.environment =
                Environments.newInstance(directory.toFile(), new EnvironmentConfig().setLogDurableWrite(true));
        this.store = environment.computeInTransaction(
                transaction -> environment.openStore("state", StoreConfig.WITHOUT_DUPLICATES, transaction));
    }

    @Override
    public void save(int key, byte[] state) {
        environment.executeInExclusiveTransaction(
                transaction -> store.put(transaction, IntegerBinding.intToEntry(key), new ArrayByteIterable(state)));
    }

    @Override
    public byte @Nullable [] load(int key) {
        ByteIterable value = environment.computeInReadonlyTransaction(
                transaction -> store.get(transaction, IntegerBinding.intToEntry(key)));
        return value == null ? null : bytes(value);
    }

    @Override
    public void fill(int keys, IntFunction<byte[]> states) {
        for (int from = 0; from < keys; from += BATCH) {
            int first = from;
            environment.executeInExclusiveTransaction(transaction -> {
                for (int key = first; key < Math.min(first + BATCH, keys); key++) {
                    store.put(transaction, IntegerBinding.intToEntry(key), new ArrayByteIterable(states.apply(key)));
                }
            });
        }
    }

    @Override
    public long scan() {
        return environment.computeInReadonlyTransaction(transaction -> {
            long bytes = 0;
            try (Cursor all = store.openCursor(transaction)) {
                while (all.getNext()) {
                    bytes += bytes(all.getValue()).length;
                }
            }
            return bytes;
        });
    }

    /** A value may share a longer array with others. */
    private static byte[] bytes(ByteIterable value) {
        return Arrays.copyOf(value.getBytesUnsafe(), value.getLength());
    }

    @Override
    public void close() {
        environment.close();
    }
}
