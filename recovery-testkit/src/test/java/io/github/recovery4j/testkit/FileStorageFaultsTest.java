package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.checkpoint.StorePoisonedException;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.testkit.disk.DiskOperation;
import io.github.recovery4j.testkit.disk.Failure;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user meets when the real disk fails: which exception, what it says, and what works again afterwards. */
class FileStorageFaultsTest {

    @TempDir
    Path directory;

    private final FaultyDisk disk = new FaultyDisk(Disk.local());
    private final RunKey run = StorageFixture.newRun("job");

    private FileStorage open() {
        return FileStorage.builder(directory).disk(disk).open();
    }

    private OwnedRun own(FileStorage storage) {
        return StorageFixture.own(storage, run);
    }

    private static Fault always(DiskOperation operation, Failure failure) {
        return Fault.from(0, failure).of(operation);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void what_cannot_be_written_fails_the_save_and_the_next_one_works_when_it_can_be_again(Failure failure)
            throws IOException {
        try (FileStorage storage = open()) {
            OwnedRun owned = own(storage);
            owned.save(1);
            disk.inject(always(DiskOperation.WRITE, failure));
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> owned.save(2))
                        .isNotInstanceOf(StorePoisonedException.class)
                        .withMessageContaining(run.toString())
                        .withMessageContaining("what was saved before is unharmed");
            }
            try (Stream<Path> files = Files.list(directory.resolve("job"))) {
                assertThat(files).noneMatch(file -> file.toString().contains(".new"));
            }
            assertThat(owned.newest().generation()).isEqualTo(1);
            disk.heal();
            owned.save(2);
            assertThat(owned.newest().generation()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNC", "SYNC_DIRECTORY"})
    void a_failed_sync_poisons_the_storage_until_it_is_reopened(DiskOperation sync) {
        try (FileStorage storage = open()) {
            OwnedRun owned = own(storage);
            owned.save(1);
            disk.inject(Fault.once(0, Failure.IO_ERROR).of(sync));
            assertThatExceptionOfType(StoreException.class).isThrownBy(() -> owned.save(2));
            assertThatExceptionOfType(StorePoisonedException.class)
                    .isThrownBy(() -> owned.save(3))
                    .withMessageContaining("Input/output error");
            assertThat(owned.newest().generation()).isBetween(1L, 2L);
            assertThatExceptionOfType(LeaseException.class)
                    .isThrownBy(() -> StorageFixture.acquire(
                            storage, io.github.recovery4j.lease.LeaseKey.admission("another job")));
        }
        try (FileStorage storage = open()) {
            own(storage).save(4);
        }
    }

    @Test
    void what_cannot_be_read_is_not_taken_for_absent() {
        try (FileStorage storage = open()) {
            OwnedRun owned = own(storage);
            owned.save(1);
            for (DiskOperation operation : new DiskOperation[] {DiskOperation.OPEN, DiskOperation.READ}) {
                disk.inject(always(operation, Failure.TOO_MANY_OPEN_FILES));
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(owned::newest)
                        .withMessageContaining("Too many open files")
                        .withMessageContaining("nothing was changed");
                disk.heal();
            }
            assertThat(owned.newest().generation()).isEqualTo(1);
        }
    }

    @Test
    void a_directory_that_cannot_be_written_is_refused_when_it_is_opened(@TempDir Path fresh) {
        disk.inject(always(DiskOperation.CREATE, Failure.READ_ONLY));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() ->
                        FileStorage.builder(fresh.resolve("store")).disk(disk).open())
                .withMessageContaining("cannot be opened")
                .withMessageContaining("store")
                .withMessageContaining("Read-only file system");
    }

    @Test
    void a_lease_that_could_not_be_recorded_is_not_owned() {
        try (FileStorage storage = open()) {
            disk.inject(always(DiskOperation.RENAME, Failure.ACCESS_DENIED));
            assertThatExceptionOfType(LeaseException.class)
                    .isThrownBy(() -> own(storage))
                    .withMessageContaining("not owned");
            disk.heal();
            assertThat(own(storage).lease().token()).isEqualTo(1);
        }
    }

    /** A sync that takes its time holds up its own run, and nobody else. */
    @Test
    void a_slow_sync_delays_no_other_run_and_no_reader() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (FileStorage storage = open()) {
            OwnedRun slow = own(storage);
            OwnedRun other = StorageFixture.own(storage, StorageFixture.newRun("job"));
            slow.save(1);
            disk.inject((operation, path) -> {
                if (operation == DiskOperation.SYNC
                        && path.toString().contains(run.id().text())) {
                    begun.countDown();
                    await(over);
                }
            });
            new Together()
                    .add(() -> slow.save(2))
                    .add(() -> {
                        await(begun);
                        other.save(1);
                        other.save(2);
                        assertThat(other.newest().generation()).isEqualTo(2);
                        assertThat(slow.newest().generation()).isEqualTo(1);
                        assertThat(slow.lease().renew()).isTrue();
                        over.countDown();
                    })
                    .run();
            assertThat(slow.newest().generation()).isEqualTo(2);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
