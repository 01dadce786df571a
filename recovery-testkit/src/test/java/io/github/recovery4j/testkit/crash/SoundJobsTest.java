package io.github.recovery4j.testkit.crash;

import static io.github.recovery4j.testkit.crash.Jobs.job;
import static io.github.recovery4j.testkit.crash.Jobs.lines;
import static io.github.recovery4j.testkit.crash.Jobs.program;
import static io.github.recovery4j.testkit.crash.Jobs.remembering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.RecoveryBuilder;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.job.Source;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.testkit.RecordingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs that pass, in everything a job may do. */
class SoundJobsTest {

    @RegisterExtension
    final CrashTest crashes = new CrashTest().pairs(10);

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
        crashes.everywhere(program((recovery, world) -> {
            try {
                return recovery.run("survivor", Long.class, () -> 0L, run -> {
                    run.checkpoint(1L);
                    return 1L;
                });
            } catch (Throwable e) {
                return "survived";
            }
        }));
    }

    @Test
    void work_that_only_reports_is_ended_when_its_background_save_crashes() throws Exception {
        CrashReport report = crashes.everywhere(() -> new Reporting());
        assertThat(report.boundaries()).isGreaterThan(10);
    }

    /**
     * Goes on only when its state was saved by the clock. It asks again and again, as it must not notice interrupts, and
     * nothing tells that it is stopped but the question.
     */
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
    void to_a_plan_the_owner_of_an_earlier_life_is_dead() throws Exception {
        crashes.everywhere(program((recovery, world) -> {
            RecoverableJob<NoConfig, Long, Long> job = RecoverableJob.named("planned")
                    .state(Long.class, () -> 0L)
                    .work(run -> {
                        run.checkpoint(1L);
                        return 1L;
                    });
            assertThat(recovery.plan(job, new NoConfig())).isNotInstanceOf(RecoveryPlan.Refuse.class);
            return recovery.run(job).orElseThrow();
        }));
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
}
