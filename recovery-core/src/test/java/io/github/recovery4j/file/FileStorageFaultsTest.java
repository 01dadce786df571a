package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.checkpoint.StorePoisonedException;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStorageFaultsTest {

    @TempDir
    Path directory;

    private final RunKey run = Samples.run("sync");

    private FileStorage open(FaultyDisk disk) {
        return FileStorage.builder(directory).disk(disk).open();
    }

    private void assertNothingAcknowledgedIsLost(long acknowledged, long attempted) {
        try (FileStorage reopened = FileStorage.open(directory)) {
            Loaded loaded = reopened.checkpoints().load(run, Long.MAX_VALUE);
            assertThat(loaded.damages()).isEmpty();
            assertThat(loaded.checkpoint()).hasValueSatisfying(checkpoint -> {
                assertThat(checkpoint.generation()).isBetween(acknowledged, attempted);
                assertThat(checkpoint)
                        .isEqualTo(Samples.state(
                                run, checkpoint.generation(), checkpoint.stamp().token()));
            });
            Lease lease = Samples.own(reopened, run);
            Checkpoint next = Samples.state(run, attempted + 1, lease.token());
            reopened.checkpoints().save(next);
            assertThat(reopened.checkpoints().load(run, Long.MAX_VALUE).checkpoint())
                    .contains(next);
        }
    }

    @Test
    void whatever_change_fails_in_a_save_nothing_acknowledged_is_lost() {
        boolean failed = true;
        for (int changes = 0; failed; changes++) {
            FaultyDisk disk = new FaultyDisk(directory);
            long first = 10L * changes + 1;
            try (FileStorage storage = open(disk)) {
                Lease lease = Samples.own(storage, run);
                storage.checkpoints().save(Samples.state(run, first, lease.token()));
                storage.checkpoints().save(Samples.state(run, first + 1, lease.token()));
                disk.failAfter(changes);
                failed = saveFails(storage, Samples.state(run, first + 2, lease.token()));
                assertThat(failed).isEqualTo(disk.failed());
                disk.heal();
            }
            assertNothingAcknowledgedIsLost(failed ? first + 1 : first + 2, first + 2);
        }
    }

    private static boolean saveFails(FileStorage storage, Checkpoint checkpoint) {
        try {
            storage.checkpoints().save(checkpoint);
            return false;
        } catch (StoreException e) {
            assertThat(e).hasMessageContaining("injected").hasMessageContaining("unharmed");
            return true;
        }
    }

    @Test
    void a_full_disk_fails_the_save_and_the_next_one_works_when_there_is_space_again() throws IOException {
        FaultyDisk disk = new FaultyDisk(directory);
        try (FileStorage storage = open(disk)) {
            Lease lease = Samples.own(storage, run);
            storage.checkpoints().save(Samples.state(run, 1, lease.token()));
            disk.failAlways("write");
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> storage.checkpoints().save(Samples.state(run, 2, lease.token())))
                        .isInstanceOf(StoreException.class)
                        .isNotInstanceOf(StorePoisonedException.class);
            }
            try (Stream<Path> files = Files.list(directory.resolve("sync"))) {
                assertThat(files).noneMatch(file -> file.toString().contains(".new"));
            }
            disk.heal();
            storage.checkpoints().save(Samples.state(run, 2, lease.token()));
        }
        assertNothingAcknowledgedIsLost(2, 2);
    }

    @Test
    void a_failed_sync_poisons_the_storage_until_it_is_reopened() {
        for (String kind : new String[] {"sync", "syncDirectory"}) {
            RunKey other = Samples.run(kind);
            FaultyDisk disk = new FaultyDisk(directory);
            try (FileStorage storage = open(disk)) {
                Lease lease = Samples.own(storage, other);
                storage.checkpoints().save(Samples.state(other, 1, lease.token()));
                disk.failAlways(kind);
                assertThatThrownBy(() -> storage.checkpoints().save(Samples.state(other, 2, lease.token())))
                        .isInstanceOf(StoreException.class);
                disk.heal();
                assertThatThrownBy(() -> storage.checkpoints().save(Samples.state(other, 3, lease.token())))
                        .isInstanceOf(StorePoisonedException.class)
                        .hasMessageContaining("injected failure of " + kind);
                assertThat(storage.checkpoints().load(other, Long.MAX_VALUE).checkpoint())
                        .isPresent();
                assertThatThrownBy(() -> Samples.own(storage, Samples.run("another")))
                        .isInstanceOf(LeaseException.class);
            }
            try (FileStorage storage = FileStorage.open(directory)) {
                Lease lease = Samples.own(storage, other);
                storage.checkpoints().save(Samples.state(other, 4, lease.token()));
            }
        }
    }

    @Test
    void a_directory_that_cannot_be_written_is_refused_when_it_is_opened(@TempDir Path fresh) {
        FaultyDisk disk = new FaultyDisk(fresh);
        disk.failAlways("create");
        assertThatThrownBy(() ->
                        FileStorage.builder(fresh.resolve("store")).disk(disk).open())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be opened")
                .hasMessageContaining("store");
    }

    @Test
    void a_lease_that_could_not_be_recorded_is_not_owned() {
        FaultyDisk disk = new FaultyDisk(directory);
        try (FileStorage storage = open(disk)) {
            disk.failAlways("rename");
            assertThatThrownBy(() -> Samples.own(storage, run))
                    .isInstanceOf(LeaseException.class)
                    .hasMessageContaining("not owned");
            disk.heal();
            assertThat(Samples.own(storage, run).token()).isEqualTo(1);
        }
    }
}
