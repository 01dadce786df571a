package io.github.recovery4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryEvent.Decision;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RecoveryMode;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.job.RunNotCompletedException;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.RunStoppedException;
import io.github.recovery4j.job.Source;
import io.github.recovery4j.job.StopReason;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.plan.Check;
import io.github.recovery4j.plan.ConfigMatcher;
import io.github.recovery4j.plan.Patience;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.plan.Remedy;
import io.github.recovery4j.plan.Validation;
import io.github.recovery4j.plan.Validators;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.storage.Storage;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facade on real files: what a user sees. */
class RecoveryTest {

    record Config(String network) implements Serializable {}

    @TempDir
    Path directory;

    private final List<RecoveryEvent> events = new CopyOnWriteArrayList<>();
    private final List<Recovery> opened = new ArrayList<>();
    private final AtomicReference<Instant> wall = new AtomicReference<>(Instant.parse("2026-11-21T09:00:00Z"));

    private RecoveryBuilder builder() {
        return Recovery.builder()
                .storage(() -> FileStorage.builder(directory).clock(wall::get).open())
                .codec(new TestCodec())
                .listener(events::add)
                .time(wall::get, System::nanoTime, pause -> Thread.sleep(Math.min(1, pause.toMillis())))
                .shutdownOn(ShutdownTrigger.none());
    }

    private Recovery open(RecoveryBuilder builder) {
        Recovery recovery = builder.open();
        opened.add(recovery);
        return recovery;
    }

    private Recovery open() {
        return open(builder());
    }

    @AfterEach
    void close() {
        opened.forEach(Recovery::close);
    }

    private static <R> RecoverableJob<NoConfig, Integer, R> job(Work<NoConfig, Integer, R> work) {
        return RecoverableJob.named("job").state(Integer.class, () -> 0).work(work);
    }

    private static RecoverableJob.Builder<Config, Integer> configured() {
        return RecoverableJob.named("job").config(Config.class).state(Integer.class, () -> 0);
    }

    /** Saves a state, then dies. */
    private static <C> Work<C, Integer, Integer> dyingAt(int state) {
        return run -> {
            run.checkpoint(state);
            throw new IOException("died at " + state);
        };
    }

    private static <C> Work<C, Integer, Integer> state() {
        return Run::state;
    }

    private <T extends RecoveryEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void a_job_without_trouble_returns_its_result_and_leaves_nothing() {
        int result = open().run("count", Integer.class, () -> 0, run -> {
            run.checkpoint(run.state() + 41);
            return run.state() + 1;
        });
        assertThat(result).isEqualTo(42);
        assertThat(open().plan(job(state()), new NoConfig()).decision()).isEqualTo(Decision.FRESH);
        assertThat(directory.resolve("count"))
                .isDirectoryContaining(path -> path.toString().endsWith("admission.owner"));
        assertThat(directory.resolve("count"))
                .isDirectoryNotContaining(path -> path.toString().contains(".json"));
    }

    @Test
    void a_failed_run_goes_on_from_its_last_checkpoint() {
        RunOutcome<Integer> failed = open().run(job(dyingAt(7)));
        assertThat(failed).isInstanceOfSatisfying(RunOutcome.Failed.class, outcome -> assertThat(outcome.cause())
                .hasMessage("died at 7"));
        assertThat(failed.exitCode()).isEqualTo(1);
        RunOutcome<Integer> resumed = open().run(job(run -> {
            assertThat(run.resumed()).isTrue();
            return run.state();
        }));
        assertThat(resumed.orElseThrow()).isEqualTo(7);
        assertThat(resumed.details().run()).isEqualTo(failed.details().run());
    }

    @Test
    void the_simple_form_throws_what_the_work_threw() {
        Recovery recovery = open();
        assertThatThrownBy(() -> recovery.run("job", Integer.class, () -> 0, dyingAt(1)))
                .isInstanceOf(RunNotCompletedException.class)
                .hasMessageContaining("died at 1")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void an_accepted_run_leaves_a_trace_before_its_work_begins() {
        open().run(job(run -> {
            try (Stream<Path> files = Files.list(directory.resolve("job"))) {
                assertThat(files.map(Path::toString))
                        .anyMatch(file -> file.endsWith(run.id() + ".tmp.json"))
                        .anyMatch(file -> file.endsWith(run.id() + ".attempts"));
            }
            throw new IOException("before any state");
        }));
        RecoveryPlan<NoConfig, Integer> plan = open().plan(job(state()), new NoConfig());
        assertThat(plan.describe()).contains("no state saved yet");
        assertThat(open().run(job(run -> run.state() + 5)).orElseThrow()).isEqualTo(5);
    }

    @Test
    void nothing_is_saved_over_the_good_checkpoint_before_the_run_has_state_of_its_own() {
        open().run(job(dyingAt(7)));
        for (int i = 0; i < 3; i++) {
            open().run(job(run -> {
                throw new RunStoppedException(StopReason.CANCELLED);
            }));
        }
        assertThat(events(RecoveryEvent.CheckpointSaved.class)).hasSize(1);
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(7);
    }

    @Test
    void a_plan_changes_nothing_and_says_what_would_be_done() throws IOException {
        open().run(job(dyingAt(7)));
        Recovery recovery = open();
        List<String> before = snapshot();
        RecoveryPlan<NoConfig, Integer> plan = recovery.plan(job(state()), new NoConfig());
        RecoveryPlan.Resume<NoConfig, Integer> resume = (RecoveryPlan.Resume<NoConfig, Integer>) plan;
        assertThat(resume.state().state()).contains(7);
        assertThat(resume.state().generation()).isEqualTo(2);
        assertThat(plan.describe()).startsWith("Resume job from run ");
        assertThat(snapshot()).isEqualTo(before);
    }

    private List<String> snapshot() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(path -> path + " " + content(path))
                    .toList();
        }
    }

    private static String content(Path path) {
        try {
            return path.endsWith("storage.lock") ? "" : Files.readString(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void runs_of_different_configurations_live_side_by_side() {
        RecoverableJob<Config, Integer, Integer> dying = configured().work(run -> {
            run.checkpoint(run.config().network().length());
            throw new IOException("died");
        });
        open().run(dying, new Config("a"));
        open().run(dying, new Config("bb"));
        RunOutcome<Integer> third = open().run(configured().work(state()), new Config("ccc"));
        assertThat(third.orElseThrow()).isZero();
        assertThat(third.details().plan().describe())
                .contains("passed over")
                .contains("network: saved 'a', wanted 'ccc'")
                .contains("network: saved 'bb', wanted 'ccc'");
        assertThat(open().run(configured().work(state()), new Config("a")).orElseThrow())
                .isEqualTo(1);
        assertThat(open().run(configured().work(state()), new Config("bb")).orElseThrow())
                .isEqualTo(2);
    }

    @Test
    void a_second_start_of_the_same_run_is_refused_and_names_its_owner() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Recovery recovery = open();
        CompletableFuture<RunOutcome<Integer>> first = CompletableFuture.supplyAsync(() -> recovery.run(job(run -> {
            inside.countDown();
            go.await();
            return 1;
        })));
        inside.await();
        RunOutcome<Integer> second = open().run(job(run -> 2));
        go.countDown();
        assertThat(second).isInstanceOf(RunOutcome.Refused.class);
        assertThat(second.describe())
                .contains(
                        "being worked on by process " + ProcessHandle.current().pid() + " on ")
                .contains("since 2026-11-21T09:00:00Z");
        assertThat(first.get().orElseThrow()).isEqualTo(1);
    }

    @RepeatedTest(20)
    void of_many_simultaneous_starts_exactly_one_works() throws Exception {
        AtomicInteger working = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<RunOutcome<Integer>>> starts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Recovery recovery = open();
            CompletableFuture<RunOutcome<Integer>> start = new CompletableFuture<>();
            starts.add(start);
            new Thread(() -> start.complete(recovery.run(job(run -> {
                        working.incrementAndGet();
                        go.await();
                        return 1;
                    }))))
                    .start();
        }
        List<CompletableFuture<RunOutcome<Integer>>> refused = new ArrayList<>(starts);
        while (working.get() < 2
                && refused.stream().filter(CompletableFuture::isDone).count() < 7) {
            Thread.onSpinWait();
        }
        go.countDown();
        for (CompletableFuture<RunOutcome<Integer>> start : starts) {
            start.get();
        }
        assertThat(working).hasValue(1);
    }

    @Test
    void a_timeout_stops_the_work_and_saves_what_was_reported() {
        RunOutcome<Integer> outcome = open().run(RecoverableJob.named("job")
                .state(Integer.class, () -> 0)
                .timeout(Duration.ofMillis(30))
                .work(run -> {
                    run.report(9);
                    new CountDownLatch(1).await();
                    return 0;
                }));
        assertThat(outcome).isInstanceOf(RunOutcome.TimedOut.class);
        assertThat(outcome.exitCode()).isEqualTo(124);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(9);
    }

    @Test
    void work_that_returns_after_it_was_asked_to_stop_has_stopped_not_finished() {
        Recovery recovery = open();
        RunOutcome<Integer> outcome = recovery.run(job(run -> {
            run.report(3);
            recovery.cancel(run.id());
            assertThat(run.stopRequested()).isTrue();
            return -1;
        }));
        assertThat(outcome)
                .isInstanceOfSatisfying(RunOutcome.Cancelled.class, cancelled -> assertThat(cancelled.reason())
                        .isEqualTo(StopReason.CANCELLED));
        assertThat(outcome.exitCode()).isEqualTo(130);
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(3);
    }

    @Test
    void a_cancel_of_an_unknown_run_tells_so() {
        assertThat(open().cancel(RunId.create(wall.get()))).isFalse();
    }

    @Test
    void an_interrupt_of_the_caller_cancels_and_is_kept() {
        RunOutcome<Integer> outcome = open().run(job(run -> {
            run.report(4);
            Thread.currentThread().interrupt();
            new CountDownLatch(1).await();
            return 0;
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome)
                .isInstanceOfSatisfying(RunOutcome.Cancelled.class, cancelled -> assertThat(cancelled.reason())
                        .isEqualTo(StopReason.INTERRUPTED));
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(4);
    }

    @Test
    void a_failure_that_has_nothing_to_do_with_the_stop_is_a_failure() {
        Recovery recovery = open();
        RunOutcome<Integer> outcome = recovery.run(job(run -> {
            recovery.cancel(run.id());
            throw new IllegalStateException("a bug");
        }));
        assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void errors_of_the_work_are_rethrown_after_its_state_was_saved() {
        for (Error error : List.of(new OutOfMemoryError("test"), new StackOverflowError(), new AssertionError("x"))) {
            Recovery recovery = open();
            assertThatThrownBy(() -> recovery.run(job(run -> {
                        run.report(run.state() + 1);
                        throw error;
                    })))
                    .isSameAs(error);
        }
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(3);
    }

    @Test
    void a_codec_that_overflows_the_stack_fails_typed_and_leaves_the_last_checkpoint() {
        RunOutcome<Object> outcome = open().run(
                        RecoverableJob.named("job").state(Object.class, () -> 0).work(run -> {
                            run.checkpoint(1);
                            run.checkpoint(nested(100_000));
                            return 0;
                        }));
        assertThat(outcome).isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> assertThat(failed.cause())
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("nested without end"));
        assertThat(open().run(RecoverableJob.named("job")
                                .state(Object.class, () -> 0)
                                .work(Run::state))
                        .orElseThrow())
                .isEqualTo(1);
    }

    private static Object nested(int depth) {
        Object value = "end";
        for (int i = 0; i < depth; i++) {
            value = new Object[] {value};
        }
        return value;
    }

    @Test
    void an_out_of_memory_error_of_the_codec_passes_and_leaves_the_last_checkpoint() {
        AtomicBoolean exhausted = new AtomicBoolean();
        Recovery recovery = open(builder().codec(greedy(exhausted::get)));
        assertThatThrownBy(() -> recovery.run(job(run -> {
                    run.checkpoint(5);
                    exhausted.set(true);
                    run.checkpoint(6);
                    return 0;
                })))
                .isInstanceOf(OutOfMemoryError.class);
        exhausted.set(false);
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(5);
    }

    @Test
    void a_reported_state_that_an_error_kept_from_being_saved_is_saved_in_the_end() {
        AtomicBoolean exhausted = new AtomicBoolean(true);
        CountDownLatch failed = new CountDownLatch(1);
        Recovery recovery =
                open(builder().codec(greedy(() -> ofASave() && exhausted.get())).listener(event -> {
                    if (event instanceof RecoveryEvent.SaveFailed) {
                        failed.countDown();
                    }
                }));
        RunOutcome<Object> outcome = recovery.run(RecoverableJob.named("job")
                .state(Integer.class, () -> 0)
                .saveEvery(Duration.ofMillis(1))
                .work(run -> {
                    run.report(5);
                    assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
                    exhausted.set(false);
                    throw new IOException("test");
                }));
        assertThat(outcome.details().saveFailure()).isEmpty();
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(5);
    }

    private static boolean ofASave() {
        return Thread.currentThread().getName().equals("recovery4j-save");
    }

    /** A codec that runs out of memory when it is told to. */
    private static StateCodec greedy(BooleanSupplier exhausted) {
        TestCodec codec = new TestCodec();
        return new StateCodec() {
            @Override
            public String name() {
                return codec.name();
            }

            @Override
            public Encoded encode(Object value) {
                if (exhausted.getAsBoolean()) {
                    throw new OutOfMemoryError("test");
                }
                return codec.encode(value);
            }

            @Override
            public <T> T decode(Encoded encoded, Class<T> type) {
                return codec.decode(encoded, type);
            }

            @Override
            public Map<String, String> fields(Object value) {
                return codec.fields(value);
            }
        };
    }

    @Test
    void changing_an_object_after_it_was_checkpointed_does_not_change_the_checkpoint() {
        RecoverableJob<NoConfig, ArrayList<?>, Object> job = RecoverableJob.named("job")
                .<ArrayList<?>>state(cast(ArrayList.class), () -> new ArrayList<>(List.of("initial")))
                .work(run -> {
                    ArrayList<String> state = new ArrayList<>(List.of("saved"));
                    run.checkpoint(state);
                    state.add("changed");
                    throw new IOException("died");
                });
        open().run(job);
        RecoveryPlan<NoConfig, ArrayList<?>> plan = open().plan(job, new NoConfig());
        assertThat(((RecoveryPlan.Resume<NoConfig, ArrayList<?>>) plan)
                        .state()
                        .state()
                        .orElseThrow()
                        .toString())
                .isEqualTo("[saved]");
    }

    @SuppressWarnings("unchecked")
    private static <T> Class<T> cast(Class<?> type) {
        return (Class<T>) type;
    }

    @Test
    void the_newest_reported_state_is_saved_in_the_background() {
        CountDownLatch saved = new CountDownLatch(1);
        Recovery recovery = open(builder().listener(event -> {
            if (event instanceof RecoveryEvent.CheckpointSaved) {
                saved.countDown();
            }
        }));
        recovery.run(RecoverableJob.named("job")
                .state(Integer.class, () -> 0)
                .saveEvery(Duration.ofMillis(10))
                .work(run -> {
                    run.report(1);
                    saved.await();
                    return open().plan(job(state()), new NoConfig());
                }));
        assertThat(events(RecoveryEvent.CheckpointSaved.class)).hasSize(1);
    }

    @Test
    void a_source_is_processed_in_chunks_and_resumed_where_it_stopped() {
        List<Integer> items = IntStream.range(0, 25).boxed().toList();
        List<Integer> processed = new ArrayList<>();
        AtomicInteger chunks = new AtomicInteger();
        RecoverableJob<NoConfig, Integer, Integer> job =
                job(run -> run.forEach(Source.of("numbers", items), 10, (sum, chunk) -> {
                    if (chunks.incrementAndGet() == 2) {
                        throw new IOException("died in the second chunk");
                    }
                    processed.addAll(chunk);
                    return sum + chunk.stream().mapToInt(Integer::intValue).sum();
                }));
        assertThat(open().run(job)).isInstanceOf(RunOutcome.Failed.class);
        assertThat(open().run(job).orElseThrow()).isEqualTo(300);
        assertThat(processed).isEqualTo(items);
    }

    @Test
    void a_stop_is_noticed_between_chunks() {
        Recovery recovery = open();
        RunOutcome<Integer> outcome =
                recovery.run(job(run -> run.forEach(Source.of("numbers", List.of(1, 2, 3)), 1, (sum, chunk) -> {
                    recovery.cancel(run.id());
                    return sum + 1;
                })));
        assertThat(outcome).isInstanceOf(RunOutcome.Cancelled.class);
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(1);
    }

    @Test
    void progress_has_a_rate_and_an_estimate_of_this_attempt_only() {
        AtomicInteger nanos = new AtomicInteger();
        Recovery recovery = open(builder().time(wall::get, nanos::get, pause -> {}));
        recovery.run(job(run -> {
            run.progress(1_000, 2_000);
            nanos.addAndGet(500_000_000);
            run.progress(1_050, 2_000);
            assertThat(run.progress().perSecond()).isEqualTo(100.0);
            assertThat(run.progress().remaining()).contains(Duration.ofMillis(9_500));
            return 0;
        }));
        assertThat(events(RecoveryEvent.ProgressMade.class)).hasSize(2);
    }

    @Test
    void endless_crash_loops_end_and_a_release_forgives_them() {
        RecoverableJob<NoConfig, Integer, Integer> crashing = RecoverableJob.named("job")
                .state(Integer.class, () -> 0)
                .maxAttempts(3)
                .work(run -> {
                    throw new IOException("crash");
                });
        RunId run = null;
        for (int i = 0; i < 3; i++) {
            RunOutcome<Integer> outcome = open().run(crashing);
            assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
            run = outcome.details().run().orElseThrow().id();
        }
        RunOutcome<Integer> refused = open().run(crashing);
        assertThat(refused).isInstanceOf(RunOutcome.Refused.class);
        assertThat(refused.describe())
                .contains("tried 3 times without a new checkpoint")
                .contains(run.text());
        assertThat(open().run(crashing)).isInstanceOf(RunOutcome.Refused.class);
        open().release(run);
        assertThat(open().run(crashing)).isInstanceOf(RunOutcome.Failed.class);
    }

    @Test
    void a_new_checkpoint_forgives_earlier_attempts() {
        for (int i = 1; i <= 5; i++) {
            int state = i;
            RunOutcome<Integer> outcome = open().run(RecoverableJob.named("job")
                    .state(Integer.class, () -> 0)
                    .maxAttempts(1)
                    .work(dyingAt(state)));
            assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
        }
    }

    @Test
    void a_held_run_waits_until_it_is_released_and_then_goes_on_once() {
        RecoverableJob.Builder<NoConfig, Integer> held =
                RecoverableJob.named("job").state(Integer.class, () -> 0).hold();
        RunId run =
                open().run(held.work(dyingAt(5))).details().run().orElseThrow().id();
        RunOutcome<Integer> waiting = open().run(held.work(state()));
        assertThat(waiting.describe()).contains("waits for release(\"" + run + "\")");
        Recovery operator = open();
        operator.release(run);
        assertThat(open().run(held.work(dyingAt(6)))).isInstanceOf(RunOutcome.Failed.class);
        assertThat(open().run(held.work(state()))).isInstanceOf(RunOutcome.Refused.class);
        operator.release(run);
        assertThat(open().run(held.work(state())).orElseThrow()).isEqualTo(6);
        assertThatThrownBy(() -> operator.release(run))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(run.text());
    }

    @Test
    void a_remembered_result_is_returned_instead_of_working_again() {
        RecoverableJob<Config, Integer, String> job = configured()
                .<String>work(run -> "result of " + run.config())
                .remembering(Duration.ofHours(1), String.class);
        String first = open().run(job, new Config("a")).orElseThrow();
        RunOutcome<String> second = open().run(job, new Config("a"));
        assertThat(second.orElseThrow()).isEqualTo(first);
        assertThat(second.details().plan().decision()).isEqualTo(Decision.FINISHED);
        assertThat(open().run(job, new Config("b")).details().plan().decision()).isEqualTo(Decision.FRESH);
        wall.updateAndGet(now -> now.plus(Duration.ofHours(1)));
        assertThat(open().run(job, new Config("a")).details().plan().decision()).isEqualTo(Decision.FRESH);
    }

    @Test
    void a_null_result_can_be_remembered() {
        RecoverableJob<NoConfig, Integer, String> job =
                RecoverableJobTestAccess.nullResult().remembering(Duration.ofHours(1), String.class);
        assertThat(open().run(job).orElseThrow()).isNull();
        RunOutcome<String> second = open().run(job);
        assertThat(second.details().plan().decision()).isEqualTo(Decision.FINISHED);
        assertThat(second.orElseThrow()).isNull();
    }

    private static final class RecoverableJobTestAccess {
        static RecoverableJob<NoConfig, Integer, String> nullResult() {
            return job(run -> null);
        }
    }

    @Test
    void a_damaged_newest_generation_is_set_aside_and_the_one_before_resumed() throws IOException {
        RunKey run = open().run(job(r -> {
                    r.checkpoint(1);
                    r.checkpoint(2);
                    throw new IOException("died");
                }))
                .details()
                .run()
                .orElseThrow();
        Path current = directory.resolve("job").resolve(run.id() + ".tmp.json");
        Files.write(current, "rot".getBytes(StandardCharsets.UTF_8));
        assertThat(open().plan(job(state()), new NoConfig()).describe()).contains("damaged and kept as evidence");
        RunOutcome<Integer> outcome = open().run(job(r -> {
            r.checkpoint(r.state() + 10);
            throw new IOException("died again");
        }));
        assertThat(outcome.details().plan().describe()).contains("damaged");
        assertThat(events(RecoveryEvent.Quarantined.class))
                .singleElement()
                .satisfies(event -> assertThat(event.evidence()).endsWith(".broken-1"));
        assertThat(events(RecoveryEvent.CheckpointSaved.class))
                .extracting(RecoveryEvent.CheckpointSaved::generation)
                .containsExactly(2L, 3L, 4L);
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(11);
    }

    @Test
    void a_run_of_which_nothing_is_intact_is_kept_as_evidence_and_does_not_block_a_fresh_start() throws IOException {
        RunKey run = open().run(job(dyingAt(1))).details().run().orElseThrow();
        for (String suffix : List.of(".tmp.json", ".tmp.json.backup")) {
            Files.write(directory.resolve("job").resolve(run.id() + suffix), new byte[100]);
        }
        RunOutcome<Integer> outcome = open().run(job(state()));
        assertThat(outcome.orElseThrow()).isZero();
        assertThat(outcome.details().plan().findings()).hasSize(2);
        assertThat(directory.resolve("job"))
                .isDirectoryContaining(file -> file.toString().endsWith(".broken-1"));
    }

    @Test
    void a_state_that_cannot_be_read_is_refused_and_kept() {
        open().run(job(dyingAt(1)));
        RunOutcome<String> outcome = open().run(RecoverableJob.named("job")
                .state(String.class, () -> "")
                .work(Run::state));
        assertThat(outcome.describe()).contains("refused").contains("not a String");
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(1);
    }

    @Test
    void an_older_state_is_resumed_when_the_newest_is_no_longer_true() {
        open().run(job(run -> {
            run.checkpoint(1);
            run.checkpoint(2);
            throw new IOException("died");
        }));
        RecoverableJob.Builder<NoConfig, Integer> rewinding = RecoverableJob.named("job")
                .state(Integer.class, () -> 0)
                .validating(Validators.rewindUnless(
                        "below the reorganisation", state -> state.state().orElseThrow() < 2));
        assertThat(open().plan(rewinding.work(state()), new NoConfig()).describe())
                .contains("check for generation 3: below the reorganisation failed")
                .contains("generation 2 of");
        RunOutcome<Integer> resumed = open().run(rewinding.work(run -> {
            assertThat(run.state()).isEqualTo(1);
            run.checkpoint(5);
            throw new IOException("died");
        }));
        assertThat(resumed).isInstanceOf(RunOutcome.Failed.class);
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(5);
    }

    @Test
    void what_is_gone_is_disposed_of_before_a_fresh_start() {
        RunKey old = open().run(job(dyingAt(9))).details().run().orElseThrow();
        List<String> done = new ArrayList<>();
        RecoverableJob<NoConfig, Integer, Integer> job = RecoverableJob.named("job")
                .state(Integer.class, () -> 0)
                .validating(state -> new Validation.Gone(
                        List.of(Check.failed("enclave", "absent")),
                        Optional.of(new Remedy("remove the enclave", () -> done.add("disposed")))))
                .work(run -> {
                    done.add("worked");
                    return run.state();
                });
        RunOutcome<Integer> outcome = open().run(job);
        assertThat(outcome.orElseThrow()).isZero();
        assertThat(done).containsExactly("disposed", "worked");
        assertThat(events(RecoveryEvent.Discarded.class)).singleElement().satisfies(event -> assertThat(event.run())
                .isEqualTo(old));
        assertThat(outcome.details().plan().describe()).contains("enclave failed: absent", "remove the enclave");
    }

    @Test
    void a_fresh_start_is_refused_when_the_disposal_fails() {
        open().run(job(dyingAt(9)));
        RunOutcome<Integer> outcome = open().run(RecoverableJob.named("job")
                .state(Integer.class, () -> 0)
                .validating(state -> new Validation.Gone(List.of(), Optional.of(new Remedy("remove it", () -> {
                    throw new IOException("busy");
                }))))
                .work(state()));
        assertThat(outcome.describe()).contains("refused").contains("busy");
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(9);
    }

    @Test
    void a_repair_comes_before_the_resume_and_is_checked() {
        open().run(job(dyingAt(9)));
        AtomicBoolean broken = new AtomicBoolean(true);
        RecoverableJob.Builder<NoConfig, Integer> repairing = RecoverableJob.named("job")
                .state(Integer.class, () -> 0)
                .validating(state -> broken.get()
                        ? new Validation.Repairable(
                                List.of(Check.failed("service", "stopped")),
                                List.of(new Remedy("start the service", () -> broken.set(false))))
                        : new Validation.Valid(List.of(Check.passed("service"))));
        assertThat(open().plan(repairing.work(state()), new NoConfig()).describe())
                .contains("after repairs: [start the service]");
        assertThat(broken).isTrue();
        assertThat(open().run(repairing.work(state())).orElseThrow()).isEqualTo(9);
        assertThat(events(RecoveryEvent.Repaired.class)).hasSize(1);
    }

    @Test
    void a_repair_that_does_not_help_refuses_and_keeps_the_checkpoint() {
        open().run(job(dyingAt(9)));
        RunOutcome<Integer> outcome = open().run(RecoverableJob.named("job")
                .state(Integer.class, () -> 0)
                .validating(state -> new Validation.Repairable(
                        List.of(Check.failed("service", "stopped")), List.of(new Remedy("pray", () -> {}))))
                .work(state()));
        assertThat(outcome.describe()).contains("not valid after its repairs").contains("service failed: stopped");
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(9);
    }

    @Test
    void what_cannot_be_told_is_asked_again_and_then_refused() {
        open().run(job(dyingAt(9)));
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger answerAt = new AtomicInteger(3);
        RecoverableJob.Builder<NoConfig, Integer> doubting = RecoverableJob.named("job")
                .state(Integer.class, () -> 0)
                .patience(new Patience(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofHours(1)))
                .validating(Validators.require("service", state -> {
                    if (asked.incrementAndGet() < answerAt.get()) {
                        throw new IOException("connection refused");
                    }
                    return true;
                }));
        assertThat(open().run(doubting.work(dyingAt(10)))).isInstanceOf(RunOutcome.Failed.class);
        assertThat(asked).hasValue(3);
        answerAt.set(Integer.MAX_VALUE);
        RunOutcome<Integer> refused =
                open().run(doubting.patience(Patience.NONE).work(state()));
        assertThat(refused.details().plan().describe())
                .contains("Refuse to start job")
                .contains("validator unknown: java.io.IOException: connection refused");
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(10);
    }

    @Test
    void all_failing_checks_are_reported_and_optional_ones_only_warn() {
        open().run(job(dyingAt(9)));
        RecoveryPlan<NoConfig, Integer> plan = open().plan(
                        RecoverableJob.named("job")
                                .state(Integer.class, () -> 0)
                                .validating(Validators.all(
                                        Validators.require("el", state -> true),
                                        Validators.optional("metrics", Validators.require("metrics", state -> false)),
                                        Validators.require("cl", state -> false),
                                        Validators.require("vc", state -> false)))
                                .work(state()),
                        new NoConfig());
        assertThat(plan.describe())
                .startsWith("Start job fresh: what run")
                .contains("el passed", "metrics warned", "cl failed", "vc failed");
    }

    @Test
    void recovery_that_does_not_work_fails_when_it_is_required_and_degrades_when_it_is_not() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        RecoveryBuilder builder = Recovery.builder()
                .directory(file)
                .codec(new TestCodec())
                .listener(events::add)
                .shutdownOn(ShutdownTrigger.none());
        assertThatThrownBy(builder::open).isInstanceOf(StoreException.class).hasMessageContaining(file.toString());
        Recovery degraded = open(builder.mode(RecoveryMode.BEST_EFFORT));
        assertThat(degraded.run(job(run -> {
                            run.checkpoint(1);
                            return run.state();
                        }))
                        .orElseThrow())
                .isEqualTo(1);
        assertThat(events(RecoveryEvent.Degraded.class)).hasSize(1);
    }

    @Test
    void recovery_that_breaks_in_the_middle_degrades_when_it_is_not_required() {
        AtomicBoolean broken = new AtomicBoolean();
        Recovery recovery = open(builder()
                .mode(RecoveryMode.BEST_EFFORT)
                .storage(() -> new BreakingStorage(FileStorage.open(directory), broken)));
        assertThat(recovery.run(job(run -> {
                            broken.set(true);
                            run.checkpoint(1);
                            run.checkpoint(2);
                            return run.state();
                        }))
                        .orElseThrow())
                .isEqualTo(2);
        assertThat(events(RecoveryEvent.SaveFailed.class)).hasSize(2);
        assertThat(recovery.run(job(run -> 7)).orElseThrow()).isEqualTo(7);
        assertThat(events(RecoveryEvent.Degraded.class)).hasSize(1);
    }

    @Test
    void recovery_can_be_switched_off() {
        Recovery off = open(
                Recovery.builder().mode(RecoveryMode.OFF).codec(new TestCodec()).directory(directory));
        off.run(job(dyingAt(3)));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_failed_save_at_the_end_is_visible_in_the_outcome() {
        AtomicBoolean broken = new AtomicBoolean();
        Recovery recovery = open(builder().storage(() -> new BreakingStorage(FileStorage.open(directory), broken)));
        RunOutcome<Integer> outcome = recovery.run(job(run -> {
            run.report(1);
            broken.set(true);
            throw new IOException("died");
        }));
        assertThat(outcome.details().saveFailure()).isPresent();
        assertThat(outcome.describe()).contains("could not be saved: broken");
    }

    @Test
    void an_owner_that_lost_its_lease_is_stopped_and_can_no_longer_write() {
        Recovery recovery = open(builder().leaseTtl(Duration.ofMillis(100)));
        RunOutcome<Integer> outcome = recovery.run(job(run -> {
            run.checkpoint(1);
            Path owner = directory.resolve("job").resolve(run.id() + ".owner");
            Files.delete(owner); // what a run that somebody else finished looks like
            assertThatThrownBy(() -> run.checkpoint(2)).isInstanceOf(FencedException.class);
            new CountDownLatch(1).await();
            return 0;
        }));
        assertThat(outcome).isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> assertThat(failed.cause())
                .isInstanceOf(FencedException.class));
        assertThat(events(RecoveryEvent.LeaseLost.class)).hasSize(1);
    }

    @Test
    void a_clock_that_jumps_back_loses_nothing() {
        open().run(job(dyingAt(1)));
        wall.updateAndGet(now -> now.minus(Duration.ofDays(400)));
        open().run(job(dyingAt(2)));
        wall.updateAndGet(now -> now.plus(Duration.ofDays(2)));
        RunOutcome<Integer> last = open().run(job(state()));
        assertThat(last.orElseThrow()).isEqualTo(2);
        assertThat(events(RecoveryEvent.AttemptStarted.class))
                .extracting(RecoveryEvent.AttemptStarted::lostWork)
                .contains(Optional.of(Duration.ZERO), Optional.of(Duration.ofDays(2)));
    }

    @Test
    void a_listener_that_throws_hurts_nobody() {
        Recovery recovery = open(builder().listener(event -> {
            throw new IllegalStateException("listener");
        }));
        assertThat(recovery.run(job(run -> 1)).orElseThrow()).isEqualTo(1);
    }

    @Test
    void closing_stops_the_work_saves_what_it_reported_and_releases_its_lease() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        Recovery recovery = open();
        CompletableFuture<RunOutcome<Integer>> run = CompletableFuture.supplyAsync(() -> recovery.run(job(r -> {
            r.report(8);
            inside.countDown();
            new CountDownLatch(1).await();
            return 0;
        })));
        inside.await();
        assertThat(recovery.shutdown().clean()).isTrue();
        assertThat(run.get())
                .isInstanceOfSatisfying(RunOutcome.Cancelled.class, cancelled -> assertThat(cancelled.reason())
                        .isEqualTo(StopReason.SHUTDOWN));
        recovery.close();
        assertThatThrownBy(() -> recovery.run(job(state())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shutting down");
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(8);
    }

    @Test
    void work_that_does_not_stop_is_cut_off_with_its_state_saved() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicReference<Throwable> late = new AtomicReference<>();
        Recovery recovery = open(builder().gracePeriod(Duration.ofMillis(50)));
        CompletableFuture<RunOutcome<Integer>> run = CompletableFuture.supplyAsync(() -> recovery.run(job(r -> {
            r.report(8);
            inside.countDown();
            while (go.getCount() > 0) {
                Thread.onSpinWait();
            }
            try {
                r.checkpoint(9);
            } catch (StoreException e) {
                late.set(e);
            }
            return 0;
        })));
        inside.await();
        assertThat(recovery.shutdown().problems()).contains("stop runs: CUT_OFF");
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(8);
        go.countDown();
        run.get();
        assertThat(late.get()).isNotNull();
    }

    @Test
    void a_stop_during_planning_starts_nothing() throws Exception {
        open().run(job(dyingAt(5)));
        CountDownLatch asking = new CountDownLatch(1);
        Recovery recovery = open();
        CompletableFuture<RunOutcome<Integer>> run =
                CompletableFuture.supplyAsync(() -> recovery.run(RecoverableJob.named("job")
                        .state(Integer.class, () -> 0)
                        .validating(state -> {
                            asking.countDown();
                            new CountDownLatch(1).await();
                            return new Validation.Valid(List.of());
                        })
                        .work(run2 -> {
                            throw new AssertionError("must not be started");
                        })));
        asking.await();
        recovery.close();
        assertThat(run.get()).isInstanceOf(RunOutcome.Cancelled.class);
        assertThat(open().run(job(state())).orElseThrow()).isEqualTo(5);
    }

    @Test
    void releasing_a_run_that_is_being_worked_on_is_refused() {
        Recovery recovery = open();
        recovery.run(job(run -> {
            assertThatThrownBy(() -> open().release(run.id()))
                    .isInstanceOf(LeaseException.class)
                    .hasMessageContaining("being worked on");
            return 0;
        }));
    }

    @Test
    void the_matcher_of_the_job_decides_what_is_resumed() {
        RecoverableJob.Builder<Config, Integer> caseless = configured()
                .matching((saved, wanted, reader) -> saved.network().equalsIgnoreCase(wanted.network())
                        ? List.of()
                        : ConfigMatcher.<Config>exact().compare(saved, wanted, reader));
        open().run(caseless.work(dyingAt(4)), new Config("Main"));
        assertThat(open().run(caseless.work(state()), new Config("main")).orElseThrow())
                .isEqualTo(4);
    }

    /** A storage whose checkpoints cannot be written any more. */
    private record BreakingStorage(Storage real, AtomicBoolean broken) implements Storage {

        @Override
        public io.github.recovery4j.checkpoint.CheckpointStore checkpoints() {
            if (broken.get()) {
                throw new StoreException("broken", null);
            }
            return real.checkpoints();
        }

        @Override
        public io.github.recovery4j.lease.LeaseStore leases() {
            return real.leases();
        }

        @Override
        public String describe() {
            return real.describe();
        }

        @Override
        public void close() {
            real.close();
        }
    }

    @Test
    void a_start_beside_one_that_does_not_decide_is_refused_and_one_that_is_interrupted_is_cancelled() {
        AtomicLong nanos = new AtomicLong();
        try (FileStorage other = FileStorage.open(directory)) {
            other.leases().tryAcquire(LeaseKey.admission("job"), Owner.thisProcess(), Duration.ofSeconds(10));
            Recovery impatient = open(builder().time(wall::get, () -> nanos.addAndGet(2_000_000_000L), pause -> {}));
            RunOutcome<Integer> refused = impatient.run(job(state()));
            assertThat(refused.describe())
                    .contains("another start of it has not come to a decision")
                    .contains("process " + ProcessHandle.current().pid());
            Thread.currentThread().interrupt();
            RunOutcome<Integer> cancelled = open().run(job(state()));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(cancelled).isInstanceOf(RunOutcome.Cancelled.class);
        }
    }
}
