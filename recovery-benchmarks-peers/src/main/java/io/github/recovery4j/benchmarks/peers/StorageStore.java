package io.github.recovery4j.benchmarks.peers;

import io.github.recovery4j.benchmarks.PreparedCodec;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Any storage of this library, one run of one job for each key, each under a lease that is held until the end. Durable by
 * the contract of {@code CheckpointStore.save}.
 */
final class StorageStore implements BulkStore {

    private static final String JOB = "peer";
    private static final Duration TTL = Duration.ofHours(6);
    private static final int SAVERS = 64;

    /** A run that is owned, and its newest generation. Only the saver of its key uses it. */
    private static final class Owned {
        private final RunKey run;
        private final Lease lease;
        private long generation;

        Owned(RunKey run, Lease lease, long generation) {
            this.run = run;
            this.lease = lease;
            this.generation = generation;
        }
    }

    private final Storage storage;
    private final Owner owner = Owner.thisProcess();
    private final Encoded config = new PreparedCodec().encode(new byte[] {'{', '}'});
    private final Map<Integer, Owned> owned = new ConcurrentHashMap<>();

    StorageStore(Storage storage) {
        this.storage = storage;
    }

    @Override
    public void save(int key, byte[] state) {
        Owned mine = owned.get(key);
        if (mine == null) {
            mine = own(run(key));
            owned.put(key, mine);
        }
        Content content = new Content.State(Encoded.of(PreparedCodec.NAME, 1, state), Map.of());
        Stamp stamp = new Stamp(++mine.generation, mine.lease.token(), Instant.now());
        storage.checkpoints().save(new Checkpoint(mine.run, "", stamp, config, content));
    }

    private Owned own(RunKey run) {
        Claim claim = storage.leases().tryAcquire(LeaseKey.of(run), owner, TTL);
        long generation =
                newest(run).map(checkpoint -> checkpoint.stamp().generation()).orElse(0L);
        return new Owned(run, ((Claim.Acquired) claim).lease(), generation);
    }

    private static RunKey run(int key) {
        return new RunKey(JOB, new RunId("%026d".formatted(key)));
    }

    private Optional<Checkpoint> newest(RunKey run) {
        return storage.checkpoints().load(run, Long.MAX_VALUE).checkpoint();
    }

    @Override
    public byte @Nullable [] load(int key) {
        return newest(run(key))
                .map(checkpoint ->
                        ((Content.State) checkpoint.content()).state().toByteArray())
                .orElse(null);
    }

    /** By as many threads as a busy host has, so that a storage that shares its syncs can. */
    @Override
    public void fill(int keys, IntFunction<byte[]> states) throws Exception {
        AtomicInteger next = new AtomicInteger();
        ExecutorService savers = Executors.newFixedThreadPool(SAVERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int saver = 0; saver < SAVERS; saver++) {
                all.add(savers.submit(() -> {
                    for (int key = next.getAndIncrement(); key < keys; key = next.getAndIncrement()) {
                        byte[] state;
                        synchronized (states) {
                            state = states.apply(key);
                        }
                        save(key, state);
                    }
                }));
            }
            for (Future<?> saver : all) {
                saver.get();
            }
        } finally {
            savers.shutdownNow();
        }
    }

    @Override
    public long scan() {
        LongAdder bytes = new LongAdder();
        storage.checkpoints()
                .loadAll(
                        JOB,
                        (run, loaded) -> bytes.add(((Content.State)
                                        loaded.checkpoint().orElseThrow().content())
                                .state()
                                .length()));
        return bytes.sum();
    }

    @Override
    public void close() {
        owned.values().forEach(run -> run.lease.release());
        storage.close();
    }
}
