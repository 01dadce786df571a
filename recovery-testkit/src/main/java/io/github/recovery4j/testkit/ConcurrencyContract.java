package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Many threads on one storage: nobody loses a save, and a reader sees every run whole, at its newest or the one that was
 * newest a moment ago, and never missing.
 */
public abstract class ConcurrencyContract extends StorageFixture {

    private static final int SAVES = 150;

    /** Creates the suite. */
    protected ConcurrencyContract() {}

    @Test
    void many_threads_save_many_runs_and_every_newest_generation_is_found() throws Exception {
        List<OwnedRun> runs = new ArrayList<>();
        Together together = new Together();
        for (int thread = 0; thread < 8; thread++) {
            List<OwnedRun> mine = List.of(owned("job"), owned("job"), owned("job " + thread));
            runs.addAll(mine);
            together.add(() -> {
                for (long generation = 1; generation <= 10; generation++) {
                    for (OwnedRun run : mine) {
                        run.save(generation);
                    }
                }
            });
        }
        together.run();
        for (OwnedRun run : runs) {
            assertThat(run.newest()).isEqualTo(run.checkpoint(10, OwnedRun.state(10)));
        }
        assertThat(storage().checkpoints().jobs()).hasSize(9);
        assertThat(storage().checkpoints().runs("job")).hasSize(16);
    }

    @Test
    void a_reader_never_sees_a_mixture_nor_goes_back_nor_misses_the_run() throws Exception {
        OwnedRun run = owned("job");
        run.save(1);
        whileSaving(run, () -> new Reader(storage().checkpoints(), run.run()));
    }

    @Test
    void a_reader_in_another_opening_of_the_storage_does_not_either() throws Exception {
        OwnedRun run = owned("job");
        run.save(1);
        CheckpointStore others = another().checkpoints();
        whileSaving(run, () -> new Reader(others, run.run()));
    }

    @Test
    void a_reader_does_not_miss_a_run_whose_second_generation_is_being_saved() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong round = new AtomicLong();
        List<OwnedRun> runs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            OwnedRun run = owned("job " + i);
            run.save(1);
            runs.add(run);
        }
        new Together()
                .add(() -> endingWith(done, () -> {
                    for (OwnedRun run : runs) {
                        run.save(2);
                        round.incrementAndGet();
                    }
                }))
                .add(2, () -> {
                    while (!done.get()) {
                        assertThat(storage().checkpoints().jobs()).hasSize(runs.size());
                        OwnedRun now = runs.get((int) Math.min(round.get(), runs.size() - 1));
                        assertThat(storage().checkpoints().runs(now.run().job()))
                                .hasSize(1);
                    }
                })
                .run();
    }

    @Test
    void a_reader_sees_all_runs_of_a_job_while_they_are_saved() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<OwnedRun> runs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            OwnedRun run = owned("job");
            run.save(1);
            runs.add(run);
        }
        RunKey[] keys = runs.stream().map(OwnedRun::run).toArray(RunKey[]::new);
        new Together()
                .add(() -> endingWith(done, () -> {
                    for (OwnedRun run : runs) {
                        run.save(2);
                    }
                }))
                .add(2, () -> {
                    while (!done.get()) {
                        assertThat(storage().checkpoints().runs("job")).containsExactlyInAnyOrder(keys);
                    }
                })
                .run();
    }

    @Test
    void a_reader_of_all_runs_of_a_job_misses_none_and_none_goes_back() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<OwnedRun> runs = new ArrayList<>();
        Map<RunKey, Long> newest = new ConcurrentHashMap<>();
        for (int i = 0; i < 20; i++) {
            OwnedRun run = owned("job");
            run.save(1);
            runs.add(run);
            newest.put(run.run(), 1L);
        }
        new Together()
                .add(() -> endingWith(done, () -> {
                    for (long generation = 2; generation <= 20; generation++) {
                        for (OwnedRun run : runs) {
                            run.save(generation);
                            newest.put(run.run(), generation);
                        }
                    }
                }))
                .add(2, () -> {
                    while (!done.get()) {
                        Map<RunKey, Long> before = Map.copyOf(newest);
                        Map<RunKey, Long> shown = new HashMap<>();
                        storage().checkpoints().loadAll("job", (run, loaded) -> {
                            assertThat(loaded.damages()).isEmpty();
                            shown.put(run, loaded.checkpoint().orElseThrow().generation());
                        });
                        assertThat(shown).hasSameSizeAs(before);
                        shown.forEach(
                                (run, generation) -> assertThat(generation).isGreaterThanOrEqualTo(before.get(run)));
                    }
                })
                .run();
    }

    @Test
    void a_reader_sees_a_run_that_is_being_removed_whole_or_not_at_all() throws Exception {
        for (int round = 0; round < 20; round++) {
            OwnedRun run = owned("job");
            run.save(1);
            Checkpoint newest = run.save(2);
            AtomicBoolean done = new AtomicBoolean();
            new Together()
                    .add(() -> endingWith(done, () -> storage()
                            .checkpoints()
                            .remove(run.run(), run.lease().token())))
                    .add(() -> {
                        Optional<Checkpoint> before = Optional.of(newest);
                        while (!done.get()) {
                            Loaded loaded = storage().checkpoints().load(run.run(), Long.MAX_VALUE);
                            assertThat(loaded.damages()).isEmpty();
                            Optional<Checkpoint> now = loaded.checkpoint();
                            assertThat(now.isEmpty() || now.equals(before)).isTrue();
                            before = now;
                        }
                    })
                    .run();
        }
    }

    @Test
    void threads_that_race_for_the_next_generation_never_replace_a_newer_one() throws Exception {
        OwnedRun run = owned("job");
        run.save(1);
        AtomicLong next = new AtomicLong(1);
        new Together().add(4, () -> saveRacing(run, next, 30)).run();
    }

    /** The refused writes of a former owner must not disturb the order of the present one's. */
    @Test
    void a_fenced_owner_that_does_not_give_up_harms_nobody() throws Exception {
        OwnedRun former = owned("job");
        former.save(1);
        former.release();
        OwnedRun owner = own(storage(), former.run());
        AtomicLong next = new AtomicLong(1);
        AtomicBoolean done = new AtomicBoolean();
        new Together()
                .add(() -> endingWith(done, () -> new Together()
                        .add(3, () -> saveRacing(owner, next, 40))
                        .run()))
                .add(() -> {
                    while (!done.get()) {
                        fenced(() -> former.save(1_000_000));
                        fenced(() -> storage()
                                .checkpoints()
                                .record(
                                        former.run(),
                                        Attempts.NONE,
                                        former.lease().token()));
                    }
                })
                .run();
    }

    @Test
    void an_interrupt_harms_no_other_thread() throws Exception {
        OwnedRun mine = owned("job");
        OwnedRun others = owned("job");
        mine.save(1);
        others.save(1);
        new Together()
                .add(() -> {
                    for (long generation = 2; generation <= 50; generation++) {
                        Thread.currentThread().interrupt();
                        mine.save(generation);
                        assertThat(mine.newest().generation()).isEqualTo(generation);
                        assertThat(Thread.interrupted())
                                .as("the interrupt is kept")
                                .isTrue();
                    }
                })
                .add(() -> {
                    for (long generation = 2; generation <= 50; generation++) {
                        others.save(generation);
                        assertThat(others.newest().generation()).isEqualTo(generation);
                        assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    }
                })
                .run();
    }

    /** What is newest after a save that was acknowledged is this save, or a newer one. */
    private static void saveRacing(OwnedRun run, AtomicLong next, int times) {
        for (int i = 0; i < times; i++) {
            long generation = next.incrementAndGet();
            try {
                run.save(generation);
            } catch (IllegalArgumentException e) {
                continue; // another thread was faster with a greater number
            }
            assertThat(run.newest().generation()).isGreaterThanOrEqualTo(generation);
        }
    }

    private static void fenced(Runnable write) {
        try {
            write.run();
        } catch (FencedException e) {
            return;
        }
        throw new AssertionError("A former owner has written");
    }

    private static void whileSaving(OwnedRun run, Supplier<Reader> readers) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        new Together()
                .add(() -> endingWith(done, () -> {
                    for (long generation = 2; generation <= SAVES; generation++) {
                        run.save(generation);
                    }
                }))
                .add(2, () -> {
                    Reader reader = readers.get();
                    while (!done.get()) {
                        reader.look();
                    }
                    reader.look();
                    assertThat(reader.newest).isEqualTo(SAVES);
                })
                .run();
    }

    private static void endingWith(AtomicBoolean done, Together.Task task) throws Exception {
        try {
            task.run();
        } finally {
            done.set(true);
        }
    }

    /** One reader, which remembers what it has seen. */
    private static final class Reader {

        private final CheckpointStore store;
        private final RunKey run;
        private long newest = 1;

        Reader(CheckpointStore store, RunKey run) {
            this.store = store;
            this.run = run;
        }

        void look() {
            assertThat(store.jobs()).containsExactly(run.job());
            assertThat(store.runs(run.job())).containsExactly(run);
            Checkpoint now = load(Long.MAX_VALUE).orElseThrow(() -> new AssertionError("the run is missing"));
            assertThat(now.generation()).isGreaterThanOrEqualTo(newest);
            newest = now.generation();
            load(newest).ifPresent(before -> assertThat(before.generation()).isLessThan(newest));
        }

        private Optional<Checkpoint> load(long below) {
            Loaded loaded = store.load(run, below);
            assertThat(loaded.damages()).isEmpty();
            loaded.checkpoint().ifPresent(checkpoint -> assertThat(checkpoint.content())
                    .isEqualTo(OwnedRun.state(checkpoint.generation())));
            return loaded.checkpoint();
        }
    }
}
