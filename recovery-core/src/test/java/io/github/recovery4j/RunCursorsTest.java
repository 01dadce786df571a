package io.github.recovery4j;

import static io.github.recovery4j.Jobs.job;
import static io.github.recovery4j.Jobs.unconfigured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.cursor.Cursor;
import io.github.recovery4j.cursor.CursorDefinition;
import io.github.recovery4j.cursor.Orphaned;
import io.github.recovery4j.cursor.Position;
import io.github.recovery4j.cursor.Rewind;
import io.github.recovery4j.cursor.Verdict;
import io.github.recovery4j.cursor.Waypoint;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.queue.Submission;
import io.github.recovery4j.queue.Terms;
import io.github.recovery4j.queue.WorkQueue;
import io.github.recovery4j.step.StepOrphanedException;
import io.github.recovery4j.storage.ForwardingStorage;
import io.github.recovery4j.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A run has cursors of its own; its steps, and work elsewhere, hang on their places. */
@ParameterizedClass
@EnumSource(RunCursorsTest.Kept.class)
class RunCursorsTest {

    /** Where runs are kept. */
    enum Kept {
        IN_MEMORY {
            @Override
            Storage open(Path directory, Storage memory) {
                return new Lasting(memory);
            }
        },
        IN_FILES {
            @Override
            Storage open(Path directory, Storage memory) {
                return FileStorage.open(directory);
            }
        },
        IN_A_JOURNAL {
            @Override
            Storage open(Path directory, Storage memory) {
                return JournalStorage.open(directory);
            }
        };

        abstract Storage open(Path directory, Storage memory);
    }

    /** Memory that outlives the recovery that uses it. */
    private static final class Lasting extends ForwardingStorage {

        Lasting(Storage memory) {
            super(memory);
        }

        @Override
        public void close() {
            assertThat(describe()).isNotEmpty();
        }
    }

    private final Kept kept;

    RunCursorsTest(Kept kept) {
        this.kept = kept;
    }

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    private final Storage memory = MemoryStorage.create();
    private final List<String> done = new CopyOnWriteArrayList<>();

    private RecoveryBuilder builder(String place) {
        return recoveries.builder().storage(() -> kept.open(directory.resolve(place), memory));
    }

    /** One attempt, by a process of its own. */
    private <R> RunOutcome<R> attempt(Work<NoConfig, Integer, R> work) {
        try (Recovery recovery = recoveries.open(builder("storage"))) {
            return recovery.run(job(work));
        }
    }

    /** One that fails, so the run goes on with the next. */
    private void dying(Work<NoConfig, Integer, ?> work) {
        RunOutcome<?> outcome = attempt(run -> {
            work.execute(run);
            throw new IOException("died at the end");
        });
        assertThat(outcome).isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> assertThat(failed.cause())
                .hasMessage("died at the end"));
    }

    private static List<Waypoint> advance(Cursor cursor, int from, int to, String branch) {
        List<Waypoint> places = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            places.add(cursor.advance(Position.of(i), branch + i));
        }
        return places;
    }

    private static Rewind rewind(Cursor cursor, String... anchors) {
        return cursor.rewindTo(10, at -> Verdict.of(Set.of(anchors).contains(at.anchor())));
    }

    private static List<String> places(Cursor cursor) {
        return cursor.history().stream().map(Waypoint::toString).toList();
    }

    /** A step that tells what it did, and under which key. */
    private String index(Run<?, ?> run, String name, Waypoint at) throws Exception {
        return run.step(name, String.class).at(at).call(step -> {
            done.add(step.idempotencyKey().replace(run.id().text(), "run"));
            return at.anchor();
        });
    }

    @Test
    void cursors_are_where_they_were_at_the_next_attempt_and_do_not_touch_each_other() throws Exception {
        dying(run -> {
            assertThat(run.cursor("blocks").at()).isEmpty();
            advance(run.cursor("blocks"), 7, 9, "a");
            run.cursor("logs").advance(Position.of(Long.MAX_VALUE), "x");
            run.cursor("logs").advance(Position.MAX, "y");
            return rewind(run.cursor("blocks"), "a7", "a8");
        });
        dying(run -> {
            assertThat(places(run.cursor("blocks"))).containsExactly("7 (a7)", "8 (a8)");
            assertThat(places(run.cursor("logs")))
                    .containsExactly("9223372036854775807 (x)", "18446744073709551615 (y)");
            assertThat(run.cursor("others").at()).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> run.cursor("blocks").advance(Position.of(8), "b8"))
                    .withMessageContaining("cannot go on to 8");
            Waypoint before = run.cursor("blocks").at().orElseThrow();
            assertThat(run.cursor("blocks").advance(Position.of(9), "b9").id()).isGreaterThan(before.id() + 1);
            run.cursor("blocks").reset();
            return true;
        });
        assertThat(attempt(run -> run.cursor("blocks").at().isEmpty()
                                && places(run.cursor("logs")).size() == 2)
                        .orElseThrow())
                .isTrue();
    }

    @Test
    void they_are_removed_with_their_run() throws Exception {
        assertThat(attempt(run -> run.cursor("blocks")
                                .advance(Position.of(1), "a")
                                .id())
                        .orElseThrow())
                .isEqualTo(1);
        assertThat(attempt(run -> run.cursor("blocks").at().isPresent()).orElseThrow())
                .isFalse();
    }

    @Test
    void a_cursor_that_cannot_tell_or_finds_nothing_changes_nothing() throws Exception {
        dying(run -> {
            Cursor blocks = run.cursor("blocks");
            Waypoint last = advance(blocks, 1, 3, "a").get(2);
            index(run, "last", last);
            assertThat(rewind(blocks)).isEqualTo(new Rewind.Exhausted(last, 3));
            assertThat(blocks.rewindTo(5, at -> Verdict.UNKNOWN)).isInstanceOf(Rewind.Undecided.class);
            assertThat(rewind(blocks, "a3")).isInstanceOf(Rewind.Stayed.class);
            return true;
        });
        assertThat(attempt(run -> index(run, "last", run.cursor("blocks").at().orElseThrow()))
                        .orElseThrow())
                .isEqualTo("a3");
        assertThat(done).hasSize(1);
    }

    @Test
    void steps_at_orphaned_places_are_done_anew_and_others_are_not() throws Exception {
        dying(run -> {
            for (Waypoint at : advance(run.cursor("blocks"), 1, 3, "a")) {
                index(run, "index-" + at.position(), at);
            }
            run.step("other", String.class, step -> "kept");
            return true;
        });
        dying(run -> {
            Cursor blocks = run.cursor("blocks");
            Waypoint third = blocks.at().orElseThrow();
            assertThat(index(run, "index-3", third)).isEqualTo("a3");
            rewind(blocks, "a1");
            assertThatExceptionOfType(StepOrphanedException.class)
                    .isThrownBy(() -> index(run, "index-3", third))
                    .withMessageContaining("hangs on 3 (a3) of cursor 'blocks', which does not hold any more");
            Waypoint second = blocks.advance(Position.of(2), "b2");
            assertThat(index(run, "index-2", second)).isEqualTo("b2");
            assertThat(index(run, "index-3", blocks.advance(Position.of(3), "b3")))
                    .isEqualTo("b3");
            assertThatIllegalStateException()
                    .isThrownBy(() -> index(run, "index-2", second))
                    .withMessageContaining("called twice");
            return true;
        });
        RunOutcome<String> last = attempt(run -> {
            Waypoint at = run.cursor("blocks").at().orElseThrow();
            return index(run, "index-1", at)
                    + index(run, "index-2", at)
                    + index(run, "index-3", at)
                    + run.step("other", String.class, step -> "again");
        });
        assertThat(last.orElseThrow()).isEqualTo("a1b2b3kept");
        assertThat(done)
                .containsExactly(
                        "run/index-1@blocks/1",
                        "run/index-2@blocks/2",
                        "run/index-3@blocks/3",
                        "run/index-2@blocks/6",
                        "run/index-3@blocks/7");
        assertThat(recoveries.events(RecoveryEvent.StepsOrphaned.class))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.cursor()).isEqualTo("blocks");
                    assertThat(event.steps()).containsExactly("index-2", "index-3");
                });
    }

    @Test
    void a_step_whose_place_is_orphaned_while_it_is_done_does_not_count() throws Exception {
        dying(run -> {
            Cursor blocks = run.cursor("blocks");
            Waypoint second = advance(blocks, 1, 2, "a").get(1);
            assertThatExceptionOfType(StepOrphanedException.class)
                    .isThrownBy(
                            () -> run.step("index-2", String.class).at(second).call(step -> {
                                rewind(blocks, "a1");
                                assertThat(index(run, "index-2", blocks.advance(Position.of(2), "b2")))
                                        .isEqualTo("b2");
                                return "a2";
                            }))
                    .withMessageContaining("what came of it does not count");
            return true;
        });
        assertThat(attempt(run ->
                                index(run, "index-2", run.cursor("blocks").at().orElseThrow()))
                        .orElseThrow())
                .isEqualTo("b2");
    }

    @Test
    void a_failed_step_is_not_tried_again_at_a_place_that_is_gone() throws Exception {
        dying(run -> {
            Cursor blocks = run.cursor("blocks");
            Waypoint first = blocks.advance(Position.of(1), "a1");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(
                            () -> run.step("index-1", String.class).at(first).call(step -> {
                                throw new IOException("busy");
                            }));
            blocks.reset();
            Waypoint again = blocks.advance(Position.of(1), "b1");
            run.step("index-1", String.class).at(again).call(step -> {
                assertThat(step.attempt()).isEqualTo(1);
                assertThat(step.previousFailure()).isEmpty();
                return "b1";
            });
            return true;
        });
    }

    @Test
    void a_step_hangs_on_places_of_its_run_only_and_is_not_undone() throws Exception {
        try (Recovery recovery = recoveries.open(builder("storage"))) {
            Waypoint elsewhere = recovery.cursors(CursorDefinition.named("chain"))
                    .cursor("blocks")
                    .advance(Position.of(1), "a1");
            recovery.run(unconfigured()
                            .compensating("undone", String.class, (value, step) -> done.add("undone"))
                            .work(run -> {
                                Waypoint here = run.cursor("blocks").advance(Position.of(1), "a1");
                                assertThatIllegalArgumentException()
                                        .isThrownBy(() -> index(run, "index", elsewhere))
                                        .withMessageContaining("'chain'");
                                assertThatIllegalArgumentException()
                                        .isThrownBy(() -> index(run, "undone", here))
                                        .withMessageContaining("cannot have a compensation");
                                return true;
                            }))
                    .orElseThrow();
        }
        assertThat(done).isEmpty();
    }

    @Test
    void work_that_hangs_on_orphaned_places_is_given_up() throws Exception {
        AtomicReference<Submission> late = new AtomicReference<>();
        try (Recovery recovery = recoveries.open(builder("storage"))) {
            WorkQueue<String> tasks = recovery.queue("tasks", String.class);
            recovery.run(job(run -> {
                Cursor blocks = run.cursor("blocks", tasks);
                List<Waypoint> at = advance(blocks, 1, 2, "a");
                at.forEach(place -> tasks.submit(place.anchor(), "x", Terms.NORMAL.at(place)));
                rewind(blocks, "a1");
                late.set(tasks.submit("late", "x", Terms.NORMAL.at(at.get(1))));
                return true;
            }));
            assertThat(tasks.claim(5)).singleElement().satisfies(claim -> assertThat(claim.id())
                    .isEqualTo("a1"));
        }
        assertThat(late).hasValue(Submission.ORPHANED);
    }

    @Test
    void a_dependent_that_failed_is_told_at_the_next_attempt_before_the_cursor_is_there() throws Exception {
        List<Orphaned> told = new ArrayList<>();
        dying(run -> {
            Cursor blocks = run.cursor("blocks", waypoints -> {
                throw new IllegalStateException("cannot now");
            });
            index(run, "index-2", advance(blocks, 1, 2, "a").get(1));
            assertThatIllegalStateException().isThrownBy(() -> rewind(blocks, "a1"));
            return true;
        });
        dying(run -> assertThat(places(run.cursor("blocks", told::add))).containsExactly("1 (a1)"));
        assertThat(told).singleElement().satisfies(gone -> assertThat(gone.after())
                .isEqualTo(1));
        RunOutcome<String> last = attempt(run -> {
            Cursor blocks = run.cursor("blocks", told::add);
            return index(run, "index-2", blocks.advance(Position.of(2), "b2"));
        });
        assertThat(last.orElseThrow()).isEqualTo("b2");
        assertThat(told).hasSize(1);
    }

    @Test
    void a_cursor_that_went_on_is_progress() throws Exception {
        List<Integer> attempts = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            int position = i;
            dying(run -> {
                attempts.add(run.attempt());
                return position % 2 == 0 ? run.cursor("blocks").advance(Position.of(position), "a") : position;
            });
        }
        assertThat(attempts).containsExactly(1, 2, 1, 2);
    }

    @Test
    void a_run_takes_its_cursors_along_to_another_storage() throws Exception {
        dying(run -> {
            Cursor blocks = run.cursor("blocks");
            advance(blocks, 1, 3, "a");
            rewind(blocks, "a1");
            return index(run, "index-2", blocks.advance(Position.of(2), "b2"));
        });
        try (Storage from = kept.open(directory.resolve("storage"), memory);
                Recovery recovery = recoveries.open(recoveries
                        .builder()
                        .storage(() -> kept == Kept.IN_A_JOURNAL
                                ? FileStorage.open(directory.resolve("other"))
                                : JournalStorage.open(directory.resolve("other"))))) {
            List<RunKey> copied = recovery.transfer(from).copied();
            assertThat(copied).hasSize(1);
            RunOutcome<String> outcome = recovery.run(job(run -> {
                Waypoint here = run.cursor("blocks").at().orElseThrow();
                return here + " " + here.id() + " " + index(run, "index-2", here);
            }));
            assertThat(outcome.orElseThrow()).isEqualTo("2 (b2) 6 b2");
        }
        assertThat(done).containsExactly("run/index-2@blocks/6");
    }
}
