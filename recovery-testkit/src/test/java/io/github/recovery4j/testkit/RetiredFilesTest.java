package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.file.Retention;
import io.github.recovery4j.testkit.disk.DiskOperation;
import io.github.recovery4j.testkit.disk.Failure;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are written over while somebody else has them open, or believes that they are still his. */
class RetiredFilesTest {

    private static final Path ROOT = Path.of("/storage").toAbsolutePath();
    private static final int SHORT = 1;
    private static final int LONG = 20_000;

    /** A state whose bytes differ from those of any other generation throughout. */
    private static Content state(long generation, int lines) {
        return new Content.State(
                OwnedRun.encoded(("state " + generation + "\n").repeat(lines)), Map.of("items", generation));
    }

    private static FileStorage open(Disk disk, int generations) {
        return FileStorage.builder(ROOT)
                .retention(Retention.DEFAULT.keeping(generations))
                .disk(disk)
                .open();
    }

    /** How the last of the saves ends that pass under a reader. */
    private enum Ending {
        COMMITTED,
        /** It is written whole and has no name that counts. */
        NOT_RENAMED(DiskOperation.RENAME),
        /** Half of it is written. */
        NOT_WRITTEN(DiskOperation.WRITE),
        /** It is written whole, and deleted. */
        NOT_SYNCED(DiskOperation.SYNC);

        private final DiskOperation[] failing;

        Ending(DiskOperation... failing) {
            this.failing = failing;
        }

        void play(OwnedRun run, FaultyDisk disk, AtomicLong generation, int lines) {
            for (DiskOperation operation : failing) {
                disk.inject(Fault.once(0, Failure.IO_ERROR).of(operation));
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> run.save(generation.get() + 1, state(generation.get() + 1, lines)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 20000", "4, 1", "4, 20000"})
    void a_reader_finds_what_was_committed_however_many_saves_pass_under_it(int generations, int lines) {
        for (Ending ending : Ending.values()) {
            for (int saves = 1; saves <= 6; saves++) {
                int moment = 0;
                while (passUnderReader(generations, lines, saves, ending, moment)) {
                    moment++;
                }
                assertThat(moment).as("moments to disturb").isGreaterThan(10);
            }
        }
    }

    /** Whether the reader has as many moments. */
    private static boolean passUnderReader(int generations, int lines, int saves, Ending ending, int moment) {
        SimulatedDisk disk = new SimulatedDisk();
        FaultyDisk owners = new FaultyDisk(disk);
        FaultyDisk readers = new FaultyDisk(disk);
        AtomicLong newest = new AtomicLong();
        try (FileStorage storage = open(owners, generations);
                FileStorage other = open(readers, generations)) {
            OwnedRun run = StorageFixture.own(storage, StorageFixture.newRun("job"));
            Runnable save = () -> run.save(newest.incrementAndGet(), state(newest.get(), lines));
            for (int i = 0; i < 7; i++) {
                save.run();
            }
            AtomicInteger left = new AtomicInteger(moment);
            readers.inject((operation, path) -> {
                if (left.getAndDecrement() == 0) {
                    for (int i = 0; i < saves; i++) {
                        save.run();
                    }
                    ending.play(run, owners, newest, lines);
                }
            });
            String when = "%d saves and one %s before operation %d".formatted(saves, ending, moment);
            requireCommitted(other.checkpoints().load(run.run(), Long.MAX_VALUE), 7, newest.get(), lines, when);
            Loaded older = other.checkpoints().load(run.run(), 7);
            if (older.checkpoint().isPresent()) {
                requireCommitted(older, 1, 6, lines, when);
            }
            assertThat(older.damages()).as(when).isEmpty();
            assertThat(other.checkpoints().jobs()).as(when).containsExactly("job");
            return left.get() < 0;
        }
    }

    private static void requireCommitted(Loaded loaded, long least, long most, int lines, String when) {
        assertThat(loaded.damages()).as(when).isEmpty();
        Checkpoint found = loaded.checkpoint().orElseThrow(() -> new AssertionError("nothing is found: " + when));
        assertThat(found.generation()).as(when).isBetween(least, most);
        assertThat(found.content()).as(when).isEqualTo(state(found.generation(), lines));
    }

    @Test
    void readers_beside_a_fast_owner_find_whole_states_and_never_an_older_one(@TempDir Path directory)
            throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong acknowledged = new AtomicLong();
        try (FileStorage storage = FileStorage.open(directory);
                FileStorage other = FileStorage.open(directory)) {
            OwnedRun run = StorageFixture.own(storage, StorageFixture.newRun("job"));
            run.save(1, state(1, LONG));
            new Together()
                    .add(() -> {
                        try {
                            for (long generation = 2; generation <= 600; generation++) {
                                run.save(generation, state(generation, lines(generation)));
                                acknowledged.set(generation);
                            }
                        } finally {
                            done.set(true);
                        }
                    })
                    .add(3, () -> {
                        long last = 1;
                        while (!done.get()) {
                            last = Math.max(last, acknowledged.get());
                            Loaded loaded = other.checkpoints().load(run.run(), Long.MAX_VALUE);
                            long found = loaded.checkpoint().orElseThrow().generation();
                            requireCommitted(loaded, last, 600, lines(found), "beside a fast owner");
                            last = found;
                        }
                    })
                    .run();
        }
    }

    /** Long ones are written over for a longer time; short ones that follow each other reuse the file more often. */
    private static int lines(long generation) {
        return generation / 50 % 2 == 0 ? LONG : SHORT;
    }

    /** The next owner saves as well; what it was promised stays, whatever the former one still does. */
    @Test
    void an_owner_that_is_overtaken_in_the_middle_of_a_save_costs_the_next_one_nothing() {
        int refused = 0;
        int moment = 0;
        for (int generations : new int[] {2, 4}) {
            for (int saves = 0; saves <= 5; saves++) {
                moment = 0;
                for (Overtaking now = overtake(generations, saves, moment);
                        now.happened();
                        now = overtake(generations, saves, moment)) {
                    refused += now.refused() ? 1 : 0;
                    moment++;
                }
                assertThat(moment).isGreaterThan(5);
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    /**
     * What has become of one.
     *
     * @param happened whether the save had as many operations
     * @param refused whether the former owner could not save
     */
    private record Overtaking(boolean happened, boolean refused) {}

    private static Overtaking overtake(int generations, int saves, int moment) {
        SimulatedDisk disk = new SimulatedDisk();
        FaultyDisk formers = new FaultyDisk(disk);
        AtomicLong newest = new AtomicLong(6);
        try (FileStorage storage = open(formers, generations);
                FileStorage other = open(disk, generations)) {
            OwnedRun former = StorageFixture.own(storage, StorageFixture.newRun("job"));
            for (long generation = 1; generation <= newest.get(); generation++) {
                former.save(generation, state(generation, SHORT));
            }
            OwnedRun[] next = new OwnedRun[1];
            AtomicInteger left = new AtomicInteger(moment);
            formers.inject((operation, path) -> {
                if (left.getAndDecrement() == 0) {
                    formers.heal();
                    former.release();
                    next[0] = StorageFixture.own(other, former.run());
                    newest.set(next[0].newest().generation());
                    saveMore(next[0], newest, saves);
                }
            });
            boolean refused = !saveOnce(former, 7);
            if (next[0] != null) {
                String when = "%d saves of the next owner at moment %d".formatted(saves, moment);
                requireNewest(next[0], newest.get(), when);
                saveOnce(next[0], 20); // it may find its files in disorder, once
                requireNewest(next[0], newest.get(), when);
                newest.set(30);
                saveMore(next[0], newest, 5);
                requireNewest(next[0], 35, when);
            }
            return new Overtaking(next[0] != null, refused);
        }
    }

    private static void saveMore(OwnedRun run, AtomicLong newest, int saves) {
        for (int i = 0; i < saves; i++) {
            run.save(newest.get() + 1, state(newest.get() + 1, SHORT));
            newest.incrementAndGet();
        }
    }

    /** Older generations may have got a wrong name, which is reported. */
    private static void requireNewest(OwnedRun run, long least, String when) {
        Checkpoint found = run.newest();
        assertThat(found.generation()).as(when).isBetween(least, 35L);
        assertThat(found.content()).as(when).isEqualTo(state(found.generation(), SHORT));
    }

    private static boolean saveOnce(OwnedRun run, long generation) {
        try {
            run.save(generation, state(generation, SHORT));
            return true;
        } catch (StoreException e) {
            return false;
        }
    }
}
