package io.github.recovery4j.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.RecoveryBuilder;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.job.Source;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.testkit.RecordingListener;
import io.github.recovery4j.testkit.TextCodec;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

class CrashTestTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    final CrashTest crashes = new CrashTest().pairs(10);

    /** What the work of a job does that writes no file. */
    @FunctionalInterface
    private interface Body {
        void work(Run<NoConfig, Long> run, World world) throws Exception;
    }

    /** The job of {@link Lines}, with another work. */
    private static Supplier<Lines> lines(BodyOfLines body) {
        return () -> new Lines() {
            @Override
            void work(Run<NoConfig, Long> run, World world) throws Exception {
                body.work(this, run, world);
            }
        };
    }

    @FunctionalInterface
    private interface BodyOfLines {
        void work(Lines lines, Run<NoConfig, Long> run, World world) throws Exception;
    }

    /** A job without a file. */
    private static Supplier<JobUnderTest> job(Body body) {
        return lines((lines, run, world) -> {
            lines.cut(0);
            body.work(run, world);
        })::get;
    }

    private String failure(Supplier<? extends JobUnderTest> job) throws InterruptedException {
        try {
            CrashReport report = crashes.everywhere(job);
            throw new IllegalStateException("Not caught: " + report.describe());
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void a_careful_job_passes_every_boundary_and_pairs_of_them() throws Exception {
        CrashReport report = new CrashTest().everywhere(Lines.Careful::new);
        assertThat(report.boundaries()).isEqualTo(22);
        assertThat(report.pairs().tried())
                .isEqualTo(100)
                .isLessThan(report.pairs().possible());
        assertThat(report.crashes())
                .isEqualTo(report.boundaries() + 2 * report.pairs().tried());
        assertThat(report.describe()).startsWith("The result is the same after " + report.crashes() + " crashes");
    }

    @Test
    void a_file_that_is_never_cut_back_is_caught_at_the_boundary_that_shows_it() throws Exception {
        assertThat(failure(Lines.NeverCut::new))
                .contains("before checkpoint 1 of 'lines' (generation 2)")
                .contains("uninterrupted: 0 1 2 3")
                .contains("this time:     0 0 1 2 3")
                .contains("trials broke it: at(")
                .contains("effects repeated: none");
    }

    @Test
    void a_state_that_is_saved_before_its_work_is_caught() throws Exception {
        assertThat(failure(lines((lines, run, world) -> {
                    lines.cut(run.state());
                    for (long done = run.state(); done < Lines.COUNT; done++) {
                        run.checkpoint(done + 1);
                        lines.write(done);
                    }
                })))
                .contains("after checkpoint 1 of 'lines' (generation 2) was durable, before it returned");
    }

    @Test
    void a_lost_effect_is_caught_although_the_result_is_the_same() throws Exception {
        assertThat(failure(job((run, world) -> {
                    for (long done = run.state(); done < 2; done++) {
                        run.checkpoint(done + 1);
                        world.effect("mail", () -> {});
                    }
                })))
                .contains("after checkpoint 1 of 'lines' (generation 2) was durable, before it returned")
                .contains("effects lost: 'mail' (1 of 2)");
    }

    @Test
    void a_repeated_effect_is_counted_and_its_boundary_is_named() throws Exception {
        CrashReport report = crashes.everywhere(remembering((run, world) -> {
            for (long done = run.state(); done < 2; done++) {
                long number = done;
                assertThat(world.effect("payment " + number, () -> number)).isEqualTo(number);
                run.checkpoint(done + 1);
            }
        }));
        assertThat(report.effects().get("payment 0"))
                .satisfies(effect -> assertThat(effect.uninterrupted()).isEqualTo(1))
                .satisfies(effect -> assertThat(effect.repeated()).isPositive());
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> report.assertNoEffectWasRepeated("payment 0"))
                .withMessageContaining("A crash repeats the effect 'payment 0'")
                .withMessageContaining("effect 'payment 0'");
        assertThatExceptionOfType(AssertionError.class).isThrownBy(report::assertNoEffectWasRepeated);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> report.assertNoEffectWasRepeated("paiment"))
                .withMessageContaining("There is no effect 'paiment', only");
    }

    /** Without remembering, a crash between the removal of a finished run and the end of the process begins a new run. */
    private static Supplier<JobUnderTest> remembering(Body body) {
        return () -> new JobUnderTest() {
            @Override
            public Object run(Recovery recovery, World world) {
                return recovery.run(RecoverableJob.named("remembered")
                                .state(Long.class, () -> 0L)
                                .work(run -> {
                                    body.work(run, world);
                                    return run.state();
                                })
                                .remembering(Duration.ofHours(1), Long.class))
                        .orElseThrow();
            }

            @Override
            public void configure(RecoveryBuilder builder) {
                builder.codec(new TextCodec());
            }
        };
    }

    @Test
    void an_effect_that_asks_whether_it_happened_is_not_repeated() throws Exception {
        crashes.everywhere(remembering((run, world) -> {
                    Path receipt = world.directory().resolve("receipt");
                    if (Files.notExists(receipt)) {
                        world.effect("payment", () -> Files.createFile(receipt));
                    }
                    run.checkpoint(1L);
                }))
                .assertNoEffectWasRepeated();
    }

    @Test
    void a_result_that_depends_on_the_number_of_attempts_is_caught() throws Exception {
        Supplier<JobUnderTest> job = () -> new JobUnderTest() {
            @Override
            public Object run(Recovery recovery, World world) {
                return recovery.run("attempts", Long.class, () -> 0L, run -> (long) run.attempt());
            }

            @Override
            public void configure(RecoveryBuilder builder) {
                builder.codec(new TextCodec());
            }
        };
        assertThat(failure(job))
                .contains("after the record of attempt 1 of 'attempts' was durable, before it returned")
                .contains("uninterrupted: 1")
                .contains("this time:     2");
    }

    @Test
    void work_that_catches_everything_does_not_survive_its_process() throws Exception {
        crashes.everywhere(lines((lines, run, world) -> {
            lines.cut(run.state());
            for (long done = run.state(); done < Lines.COUNT; done++) {
                lines.write(done);
                try {
                    run.checkpoint(done + 1);
                } catch (Throwable e) {
                    world.effect("never happens", () -> lines.write(9));
                }
            }
        }));
    }

    @Test
    void a_finally_block_of_a_dead_process_saves_nothing_and_has_no_effect() throws Exception {
        CrashReport report = crashes.everywhere(lines((lines, run, world) -> {
            try {
                lines.writeAll(run);
            } finally {
                world.effect("good bye", () -> {});
                run.checkpoint(run.state());
            }
        }));
        assertThat(report.effects()).containsOnlyKeys("good bye");
    }

    @Test
    void a_job_that_lives_on_after_its_recovery_is_judged_by_its_last_life_only() throws Exception {
        crashes.everywhere(() -> new JobUnderTest() {
            @Override
            public Object run(Recovery recovery, World world) {
                try {
                    return recovery.run("survivor", Long.class, () -> 0L, run -> {
                        run.checkpoint(1L);
                        return 1L;
                    });
                } catch (Throwable e) {
                    return "survived";
                }
            }

            @Override
            public void configure(RecoveryBuilder builder) {
                builder.codec(new TextCodec());
            }
        });
    }

    @Test
    void work_that_only_reports_is_ended_when_its_background_save_crashes() throws Exception {
        CrashReport report = crashes.everywhere(() -> new Reporting());
        assertThat(report.boundaries()).isGreaterThan(10);
    }

    /** Goes on only when its state was saved by the clock, and does not notice interrupts. */
    private static final class Reporting extends Lines {

        private final RecordingListener listener = new RecordingListener();

        @Override
        public void configure(RecoveryBuilder builder) {
            super.configure(builder);
            builder.listener(listener);
        }

        @Override
        RecoverableJob.Builder<NoConfig, Long> job() {
            return super.job().saveEvery(Duration.ofMillis(2));
        }

        @Override
        void work(Run<NoConfig, Long> run, World world) throws Exception {
            cut(run.state());
            for (long done = run.state(); done < COUNT; done++) {
                write(done);
                int before = listener.of(RecoveryEvent.CheckpointSaved.class).size();
                run.report(done + 1);
                while (listener.of(RecoveryEvent.CheckpointSaved.class).size() == before) {
                    run.throwIfStopped();
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void chunks_of_a_source_survive_and_a_chunk_with_an_effect_is_repeated() throws Exception {
        CrashReport report = crashes.everywhere(lines((lines, run, world) -> {
            lines.cut(run.state());
            run.forEach(Source.of("numbers", List.of(0L, 1L, 2L, 3L)), 2, (state, chunk) -> {
                for (long number : chunk) {
                    lines.write(number);
                }
                world.effect("chunk", () -> {});
                return state + chunk.size();
            });
        }));
        assertThat(report.effects().get("chunk").repeated()).isPositive();
    }

    @Test
    void work_on_many_threads_survives_and_leaves_none_behind() throws Exception {
        Queue<Thread> workers = new ConcurrentLinkedQueue<>();
        CrashReport report = crashes.everywhere(job((run, world) -> {
            workers.add(Thread.currentThread());
            ExecutorService pool = Executors.newFixedThreadPool(2);
            try {
                List<Future<?>> parts = new ArrayList<>();
                for (int part = 0; part < 3; part++) {
                    String name = "part " + part;
                    parts.add(pool.submit(() -> {
                        workers.add(Thread.currentThread());
                        world.effect(name, () -> {});
                        return name;
                    }));
                }
                for (Future<?> part : parts) {
                    part.get();
                }
                run.checkpoint(3L);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } finally {
                pool.shutdown();
            }
        }));
        assertThat(report.effects()).containsOnlyKeys("part 0", "part 1", "part 2");
        assertThat(workers).hasSizeGreaterThan(50).noneMatch(Thread::isAlive);
    }

    @Test
    void a_job_that_is_never_the_same_is_not_blamed_on_a_boundary() throws Exception {
        AtomicInteger lives = new AtomicInteger();
        assertThat(failure(lines((lines, run, world) -> lines.write(lives.incrementAndGet()))))
                .startsWith("The job is not the same each time, even without a crash")
                .contains("uninterrupted: 1")
                .contains("this time:     2");
        assertThat(failure(lines((lines, run, world) -> {
                    lines.cut(0);
                    world.effect("effect " + lives.incrementAndGet(), () -> {});
                })))
                .contains("only effects that happen equally often");
    }

    @Test
    void a_job_without_a_boundary_is_not_tested() throws Exception {
        assertThat(failure(() -> (JobUnderTest) new Unrecoverable())).contains("The job passed no boundary");
    }

    private static final class Unrecoverable implements JobUnderTest {
        @Override
        public Object run(Recovery recovery, World world) {
            return "result";
        }

        @Override
        public void configure(RecoveryBuilder builder) {
            builder.codec(new TextCodec());
        }
    }

    @Test
    void a_job_that_fails_without_a_crash_says_how() {
        IllegalStateException cause = new IllegalStateException("no disk");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> crashes.everywhere(() -> (recovery, world) -> "never run"))
                .withMessageContaining("There is no codec");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> crashes.everywhere(job((run, world) -> {
                    throw cause;
                })))
                .withMessageContaining("fails without any crash")
                .withStackTraceContaining("no disk");
    }

    @Test
    void a_job_that_fails_after_a_crash_is_caught_with_its_cause() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> crashes.everywhere(job((run, world) -> {
                    if (run.resumed()) {
                        throw new IllegalStateException("already begun");
                    }
                })))
                .withMessageContaining("the job failed")
                .withStackTraceContaining("already begun");
    }

    @Test
    void one_trial_can_be_made_again() throws Exception {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> crashes.at(9).everywhere(Lines.NeverCut::new))
                .withMessageContaining("at boundary 9, before checkpoint 1 of 'lines' (generation 2)")
                .withMessageContaining("1 of 1 trials broke it: at(9)");
        CrashReport report = crashes.at(9, 5).everywhere(Lines.Careful::new);
        assertThat(report.crashes()).isEqualTo(2);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> crashes.at(9, 99).everywhere(Lines.Careful::new))
                .withMessageContaining("There is no boundary 99");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> crashes.at(0));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> crashes.pairs(-1));
    }

    @Test
    void many_pairs_are_sampled_by_a_seed_that_is_told() throws Exception {
        CrashReport report = crashes.pairs(40).seed(7).everywhere(job((run, world) -> {
            for (long done = run.state(); done < 10; done++) {
                run.checkpoint(done + 1);
            }
        }));
        assertThat(report.pairs().tried())
                .isEqualTo(40)
                .isLessThan(report.pairs().possible());
        assertThat(report.describe()).contains("40 pairs of").contains("seed(7)");
    }

    @Test
    void to_a_plan_the_owner_of_an_earlier_life_is_dead() throws Exception {
        crashes.everywhere(() -> new JobUnderTest() {
            @Override
            public Object run(Recovery recovery, World world) {
                RecoverableJob<NoConfig, Long, Long> job = RecoverableJob.named("planned")
                        .state(Long.class, () -> 0L)
                        .work(run -> {
                            run.checkpoint(1L);
                            return 1L;
                        });
                assertThat(recovery.plan(job, new NoConfig())).isNotInstanceOf(RecoveryPlan.Refuse.class);
                return recovery.run(job).orElseThrow();
            }

            @Override
            public void configure(RecoveryBuilder builder) {
                builder.codec(new TextCodec());
            }
        });
    }

    @Test
    void what_was_tried_is_an_entry_in_the_report_of_the_test() throws Exception {
        Map<String, String> entries = new HashMap<>();
        ExtensionContext context = (ExtensionContext) Proxy.newProxyInstance(
                CrashTestTest.class.getClassLoader(),
                new Class<?>[] {ExtensionContext.class},
                (proxy, method, values) -> {
                    assertThat(method.getName()).isEqualTo("publishReportEntry");
                    return entries.put((String) values[0], (String) values[1]);
                });
        CrashTest registered = new CrashTest();
        registered.beforeEach(context);
        CrashReport report = registered.at(1).everywhere(Lines.Careful::new);
        registered.afterEach(context);
        assertThat(entries).containsExactly(Map.entry("crash test", report.describe()));
        registered.at(2).everywhere(Lines.Careful::new);
        assertThat(entries).hasSize(1);
    }

    @Test
    void nothing_is_left_behind() throws Exception {
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        Queue<Path> directories = new ConcurrentLinkedQueue<>();
        crashes.everywhere(job((run, world) -> {
            threads.add(Thread.currentThread());
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread ->
                            thread.getThreadGroup() == Thread.currentThread().getThreadGroup())
                    .forEach(threads::add);
            directories.add(world.directory());
            run.checkpoint(1L);
        }));
        assertThat(threads).hasSizeGreaterThan(10).noneMatch(Thread::isAlive);
        assertThat(directories)
                .hasSizeGreaterThan(10)
                .allMatch(directory -> Files.notExists(directory.getParent().getParent()));
    }

    @Test
    void an_interrupted_test_ends_at_once_and_leaves_nothing_running() {
        Thread test = Thread.currentThread();
        Queue<Thread> works = new ConcurrentLinkedQueue<>();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> crashes.everywhere(job((run, world) -> {
                    works.add(Thread.currentThread());
                    test.interrupt();
                    Thread.sleep(LONG.toMillis());
                })));
        assertThat(works).hasSize(1).noneMatch(Thread::isAlive);
    }

    @Test
    void real_kills_pass_a_careful_job() throws Exception {
        CrashReport report = crashes.killing(Lines.Careful.class);
        assertThat(report.boundaries()).isEqualTo(22);
        assertThat(report.crashes()).isEqualTo(22);
        System.out.println(report.describe());
    }

    @Test
    void real_kills_catch_what_a_crash_in_this_jvm_cannot_show() throws Exception {
        crashes.everywhere(Lines.Guarded::new);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> crashes.at(9).killing(Lines.Guarded.class))
                .withMessageContaining("at boundary 9, before checkpoint 1 of 'lines' (generation 2)")
                .withMessageContaining("FileAlreadyExistsException");
    }

    @Test
    void a_class_that_cannot_be_made_in_a_process_of_its_own_says_so() {
        class Local implements JobUnderTest {
            @Override
            public Object run(Recovery recovery, World world) {
                return CrashTestTest.this;
            }
        }
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> crashes.killing(Local.class))
                .withMessageContaining("NoSuchMethodException");
    }
}
