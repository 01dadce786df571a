package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.lease.Lease;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingBesideAnOwnerTest {

    @TempDir
    Path directory;

    private final CyclicBarrier barrier = new CyclicBarrier(2);

    private void meet() {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The only report that the listing names becomes the backup before it is opened. */
    @Test
    void a_job_is_not_missed_while_its_second_generation_is_being_saved() throws Exception {
        AtomicBoolean once = new AtomicBoolean(true);
        AtomicBoolean pausing = new AtomicBoolean();
        HookedDisk owners = new HookedDisk(directory, (operation, file) -> {
            if (pausing.get() && operation.equals("rename") && file.toString().contains(".new-")) {
                meet(); // current is the backup now, and there is no current
                meet();
            }
        });
        CompletableFuture<?>[] saving = {CompletableFuture.completedFuture(null)};
        RunKey run = Samples.run("job");
        try (FileStorage storage = FileStorage.builder(directory)
                .clock(() -> Samples.NOW)
                .disk(owners)
                .open()) {
            Lease lease = Samples.own(storage, run);
            storage.checkpoints().save(Samples.state(run, 1, lease.token()));
            HookedDisk readers = new HookedDisk(directory, (operation, file) -> {
                if (pausing.get() && file.toString().endsWith(".tmp.json") && once.compareAndSet(true, false)) {
                    saving[0] = CompletableFuture.runAsync(
                            () -> storage.checkpoints().save(Samples.state(run, 2, lease.token())));
                    meet();
                }
            });
            try (FileStorage other = FileStorage.builder(directory)
                    .clock(() -> Samples.NOW)
                    .disk(readers)
                    .open()) {
                pausing.set(true);
                assertThat(other.checkpoints().jobs()).containsExactly("job");
                meet();
                saving[0].get(30, TimeUnit.SECONDS);
            }
        }
    }
}
