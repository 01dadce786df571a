package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.storage.Storage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts at any moment of any call, on the real disk, while others work on the same storage. */
class InterruptTest {

    private static final int WANTED = Boolean.getBoolean("nightly") ? 20_000 : 2_000;
    private static final int VICTIMS = 3;

    @TempDir
    Path directory;

    private final AtomicInteger working = new AtomicInteger(VICTIMS);
    private final AtomicLong interrupts = new AtomicLong();

    @Test
    void interrupts_at_any_moment_lose_nothing_and_disturb_nobody() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        try (FileStorage storage = FileStorage.open(directory)) {
            Together together = new Together();
            for (int i = 0; i < VICTIMS; i++) {
                CompletableFuture<Interrupter> mine = new CompletableFuture<>();
                OwnedRun run = StorageFixture.own(storage, StorageFixture.newRun("interrupted"));
                long own = seed + i;
                together.add(() -> work(run, mine, own)).add(() -> mine.join().run());
            }
            OwnedRun undisturbed = StorageFixture.own(storage, StorageFixture.newRun("undisturbed"));
            together.add(() -> workUndisturbed(undisturbed)).run();
        } catch (AssertionError e) {
            throw new AssertionError("%s, again with -Dseed=%d".formatted(e.getMessage(), seed), e);
        }
        System.out.printf("%d interrupts, seed %d%n", interrupts.get(), seed);
    }

    private void work(OwnedRun run, CompletableFuture<Interrupter> announced, long seed) {
        Interrupter interrupter = new Interrupter(Thread.currentThread(), seed);
        announced.complete(interrupter);
        try {
            for (long generation = 1; interrupter.count() < WANTED; generation++) {
                round(run, generation, interrupter);
            }
        } finally {
            interrupter.end();
            interrupts.addAndGet(interrupter.count());
            working.decrementAndGet();
        }
    }

    /** Every call there is; what was acknowledged is found by the next. */
    private static void round(OwnedRun run, long generation, Interrupter interrupter) {
        Storage storage = run.storage();
        Checkpoint saved = run.save(generation);
        interrupter.requireKept("save");
        assertThat(run.newest()).isEqualTo(saved);
        interrupter.requireKept("load");
        assertThat(storage.checkpoints().load(run.run(), generation).checkpoint())
                .map(Checkpoint::generation)
                .isEqualTo(Optional.of(generation - 1).filter(before -> before > 0));
        interrupter.requireKept("load of the one before");
        Attempts attempts = new Attempts(generation, (int) generation, Attempts.Instruction.NONE);
        storage.checkpoints().record(run.run(), attempts, run.lease().token());
        interrupter.requireKept("record");
        assertThat(storage.checkpoints().attempts(run.run())).isEqualTo(attempts);
        interrupter.requireKept("attempts");
        assertThat(storage.checkpoints().runs("interrupted")).contains(run.run());
        interrupter.requireKept("runs");
        assertThat(run.lease().renew()).isTrue();
        interrupter.requireKept("renew");
        otherLease(run, generation, interrupter);
    }

    private static void otherLease(OwnedRun run, long generation, Interrupter interrupter) {
        LeaseKey key = LeaseKey.admission(run.run().id() + " " + generation % 7);
        Lease lease = StorageFixture.acquire(run.storage(), key);
        interrupter.requireKept("tryAcquire");
        lease.release();
        interrupter.requireKept("release");
        assertThat(run.storage().leases().holder(key)).isEmpty();
        interrupter.requireKept("holder");
    }

    /** For as long as anybody else is interrupted. */
    private void workUndisturbed(OwnedRun run) {
        for (long generation = 1; working.get() > 0; generation++) {
            Checkpoint saved = run.save(generation);
            assertThat(run.newest()).isEqualTo(saved);
            assertThat(run.storage().checkpoints().jobs()).contains("undisturbed");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }
}
