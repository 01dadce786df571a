package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerOwnerTest {

    @TempDir
    Path directory;

    /** Threads of one owner take turns by a lock; a refused write under another token must not give them a second one. */
    @Test
    void refused_writes_do_not_disturb_the_order_of_the_owners() throws Exception {
        try (FileStorage storage =
                FileStorage.builder(directory).clock(() -> Samples.NOW).open()) {
            CheckpointStore store = storage.checkpoints();
            RunKey run = Samples.run("job");
            Lease former = Samples.own(storage, run);
            store.save(Samples.state(run, 1, former.token()));
            former.release();
            Lease now = Samples.own(storage, run);
            AtomicLong next = new AtomicLong(1);
            List<CompletableFuture<Void>> owners = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                owners.add(CompletableFuture.runAsync(() -> saveRacing(store, run, now.token(), next)));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(owners.toArray(CompletableFuture[]::new));
            while (!all.isDone()) {
                assertThatExceptionOfType(FencedException.class)
                        .isThrownBy(() -> store.save(Samples.state(run, 1_000_000, former.token())));
            }
            all.get(10, TimeUnit.SECONDS);
        }
    }

    private static void saveRacing(CheckpointStore store, RunKey run, long token, AtomicLong next) {
        for (int i = 0; i < 100; i++) {
            long generation = next.incrementAndGet();
            try {
                store.save(Samples.state(run, generation, token));
            } catch (IllegalArgumentException e) {
                continue; // another thread was faster with a greater number
            }
            long newest =
                    store.load(run, Long.MAX_VALUE).checkpoint().orElseThrow().generation();
            assertThat(newest).isGreaterThanOrEqualTo(generation);
        }
    }

    @Test
    void who_holds_a_lease_of_a_closed_storage_cannot_be_told() {
        FileStorage storage = FileStorage.open(directory);
        storage.close();
        assertThatExceptionOfType(LeaseException.class)
                .isThrownBy(() -> storage.leases().holder(LeaseKey.admission("job")));
    }
}
