package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.ForwardingDisk;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.file.Retention;
import io.github.recovery4j.testkit.disk.DiskOperation;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another process reads while the owner renames; each test stops both at moments that last a microsecond. */
class BesideAnOwnerTest {

    @TempDir
    Path directory;

    private final CyclicBarrier barrier = new CyclicBarrier(2);
    private final AtomicBoolean pausing = new AtomicBoolean();

    private void meet() {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private FileStorage open(Fault moments) {
        Fault whilePausing = (operation, path) -> {
            if (pausing.get()) {
                moments.before(operation, path);
            }
        };
        return FileStorage.builder(directory)
                .retention(Retention.DEFAULT.keeping(5))
                .disk(new FaultyDisk(Disk.local(), whilePausing))
                .open();
    }

    private static boolean is(DiskOperation wanted, DiskOperation operation, String part, Path path) {
        return operation == wanted && path.getFileName().toString().contains(part);
    }

    /**
     * The reader finds no current, because one save is in the middle of its renames; and when it turns to the backup,
     * there is none, because the next save is.
     */
    @Test
    void two_saves_that_pass_under_a_reader_do_not_lead_it_back_to_an_old_generation() throws Exception {
        AtomicBoolean passed = new AtomicBoolean();
        Fault owners = (operation, path) -> {
            boolean sixth = is(DiskOperation.RENAME, operation, ".new-", path) && !passed.get();
            boolean seventh = is(DiskOperation.RENAME, operation, ".tmp.json", path)
                    && path.toString().endsWith(".tmp.json")
                    && passed.get();
            if (sixth || seventh) {
                meet(); // the reader is let go on
                meet(); // the owner is
            }
        };
        Fault readers = (operation, path) -> {
            if (is(DiskOperation.OPEN, operation, ".backup", path) && passed.compareAndSet(false, true)) {
                meet(); // the sixth save ends, the seventh begins
                meet(); // and is between its renames
            }
        };
        try (FileStorage storage = open(owners);
                FileStorage other = open(readers)) {
            OwnedRun run = StorageFixture.own(storage, StorageFixture.newRun("job"));
            for (long generation = 1; generation <= 5; generation++) {
                run.save(generation);
            }
            pausing.set(true);
            CompletableFuture<Void> saving = CompletableFuture.runAsync(() -> {
                run.save(6);
                run.save(7);
            });
            meet();
            assertThat(new OwnedRun(other, run.run(), run.lease()).newest().generation())
                    .isGreaterThanOrEqualTo(6);
            meet();
            saving.get(30, TimeUnit.SECONDS);
        }
    }

    /** The only report that the listing names becomes the backup before it is opened. */
    @Test
    void a_job_is_not_missed_while_its_second_generation_is_being_saved() throws Exception {
        AtomicReference<CompletableFuture<Void>> saving = new AtomicReference<>();
        Fault owners = (operation, path) -> {
            if (is(DiskOperation.RENAME, operation, ".new-", path)) {
                meet(); // current is the backup now, and there is no current
                meet();
            }
        };
        try (FileStorage storage = open(owners)) {
            OwnedRun run = StorageFixture.own(storage, StorageFixture.newRun("job"));
            run.save(1);
            Fault readers = (operation, path) -> {
                if (is(DiskOperation.OPEN, operation, ".tmp.json", path) && saving.get() == null) {
                    saving.set(CompletableFuture.runAsync(() -> run.save(2)));
                    meet();
                }
            };
            try (FileStorage other = open(readers)) {
                pausing.set(true);
                assertThat(other.checkpoints().jobs()).containsExactly("job");
                meet();
                saving.get().get(30, TimeUnit.SECONDS);
            }
        }
    }

    /** A listing that is made while names change may miss what has one name before its middle and another after it. */
    @Test
    void a_run_that_a_listing_missed_is_found_by_its_owner() {
        try (FileStorage storage = open(Fault.none())) {
            OwnedRun run = StorageFixture.own(storage, StorageFixture.newRun("job"));
            run.save(1);
            AtomicBoolean missed = new AtomicBoolean();
            Disk forgetful = new ForwardingDisk(Disk.local()) {
                @Override
                public List<String> list(Path path) throws IOException {
                    List<String> names = under().list(path);
                    return pausing.get() && missed.compareAndSet(false, true)
                            ? names.stream()
                                    .filter(name -> !name.contains(".tmp.json"))
                                    .toList()
                            : names;
                }
            };
            try (FileStorage other =
                    FileStorage.builder(directory).disk(forgetful).open()) {
                pausing.set(true);
                assertThat(other.checkpoints().runs("job")).containsExactly(run.run());
                assertThat(missed).isTrue();
            }
        }
    }

    /** The reader has the fifth generation as current; when it looks at the backup, that is the fifth too. */
    @Test
    void a_current_that_became_the_backup_meanwhile_is_not_called_damaged() throws Exception {
        AtomicBoolean once = new AtomicBoolean();
        try (FileStorage storage = open(Fault.none())) {
            OwnedRun run = StorageFixture.own(storage, StorageFixture.newRun("job"));
            run.save(4);
            run.save(5);
            Fault readers = (operation, path) -> {
                if (is(DiskOperation.OPEN, operation, ".backup", path) && once.compareAndSet(false, true)) {
                    run.save(6);
                }
            };
            try (FileStorage other = open(readers)) {
                pausing.set(true);
                var loaded = other.checkpoints().load(run.run(), Long.MAX_VALUE);
                assertThat(loaded.damages()).isEmpty();
                assertThat(loaded.checkpoint().orElseThrow().generation()).isEqualTo(5);
                assertThat(once).isTrue();
            }
        }
    }
}
