package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.lease.Lease;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReaderBesideAnOwnerTest {

    private static final Retention FIVE = Retention.DEFAULT.keeping(5);

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

    /**
     * The reader finds no current, because one save is in the middle of its renames; and when it turns to the backup,
     * there is none, because the next save is.
     */
    @Test
    void two_saves_that_pass_under_a_reader_do_not_lead_it_back_to_an_old_generation() throws Exception {
        AtomicBoolean pausing = new AtomicBoolean();
        AtomicBoolean passed = new AtomicBoolean();
        HookedDisk owners = new HookedDisk(directory, (operation, file) -> {
            String name = file.getFileName().toString();
            boolean sixth = name.contains(".new-") && !passed.get();
            boolean seventh = name.endsWith(".tmp.json") && passed.get();
            if (pausing.get() && operation.equals("rename") && (sixth || seventh)) {
                meet(); // the reader is let go on
                meet(); // the owner is
            }
        });
        HookedDisk readers = new HookedDisk(directory, (operation, file) -> {
            if (pausing.get() && file.toString().endsWith(".backup") && passed.compareAndSet(false, true)) {
                meet(); // the sixth save ends, the seventh begins
                meet(); // and is between its renames
            }
        });
        RunKey run = Samples.run("job");
        try (FileStorage storage = builder(owners).open();
                FileStorage other = builder(readers).open()) {
            Lease lease = Samples.own(storage, run);
            for (long generation = 1; generation <= 5; generation++) {
                storage.checkpoints().save(Samples.state(run, generation, lease.token()));
            }
            pausing.set(true);
            CompletableFuture<Void> saving = CompletableFuture.runAsync(() -> {
                storage.checkpoints().save(Samples.state(run, 6, lease.token()));
                storage.checkpoints().save(Samples.state(run, 7, lease.token()));
            });
            meet();
            assertThat(other.checkpoints()
                            .load(run, Long.MAX_VALUE)
                            .checkpoint()
                            .map(Checkpoint::generation))
                    .hasValueSatisfying(seen -> assertThat(seen).isGreaterThanOrEqualTo(6));
            meet();
            saving.get(30, TimeUnit.SECONDS);
        }
    }

    private FileStorage.Builder builder(Disk disk) {
        return FileStorage.builder(directory)
                .retention(FIVE)
                .clock(() -> Samples.NOW)
                .disk(disk);
    }
}
