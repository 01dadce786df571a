package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real channels are closed by real interrupts; a storage must not notice, and nobody beside it. */
class InterruptedOperationsTest {

    @TempDir
    Path directory;

    @Test
    void an_interrupt_before_any_operation_of_the_disk_fails_nothing_while_others_save() throws Exception {
        FaultyDisk disk = new FaultyDisk(Disk.local());
        AtomicBoolean done = new AtomicBoolean();
        try (FileStorage storage = FileStorage.builder(directory).disk(disk).open()) {
            OwnedRun others = StorageFixture.own(storage, StorageFixture.newRun("others"));
            new Together()
                    .add(() -> {
                        try {
                            interruptEverywhere(storage, disk);
                        } finally {
                            done.set(true);
                        }
                    })
                    .add(() -> {
                        for (long generation = 1; !done.get(); generation++) {
                            others.save(generation);
                            assertThat(others.newest().generation()).isEqualTo(generation);
                            assertThat(Thread.currentThread().isInterrupted()).isFalse();
                        }
                    })
                    .run();
        }
    }

    /** What one life of a run asks of the disk is counted by being interrupted at the first, the second and so on. */
    private static void interruptEverywhere(FileStorage storage, FaultyDisk disk) {
        Thread victim = Thread.currentThread();
        boolean interrupted = true;
        int moments = 0;
        while (interrupted) {
            AtomicLong left = new AtomicLong(moments++);
            Fault interrupt = (operation, path) -> {
                if (Thread.currentThread() == victim && left.getAndDecrement() == 0) {
                    victim.interrupt();
                }
            };
            disk.inject(interrupt);
            live(storage);
            interrupted = Thread.interrupted();
            assertThat(interrupted).as("the interrupt is kept").isEqualTo(left.get() < 0);
        }
        assertThat(moments).isGreaterThan(50);
    }

    private static void live(FileStorage storage) {
        OwnedRun mine = StorageFixture.own(storage, StorageFixture.newRun("mine"));
        for (long generation = 1; generation <= 3; generation++) {
            mine.save(generation);
        }
        assertThat(mine.newest()).isEqualTo(mine.checkpoint(3, OwnedRun.state(3)));
        storage.checkpoints()
                .record(mine.run(), Attempts.NONE.begin(3), mine.lease().token());
        assertThat(storage.checkpoints().attempts(mine.run()).count()).isEqualTo(1);
        storage.checkpoints().remove(mine.run(), mine.lease().token());
        assertThat(storage.checkpoints().runs("mine")).isEmpty();
        mine.release();
    }
}
