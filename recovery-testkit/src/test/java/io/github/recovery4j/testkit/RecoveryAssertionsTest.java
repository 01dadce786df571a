package io.github.recovery4j.testkit;

import static io.github.recovery4j.testkit.RecoveryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.StopReason;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecoveryAssertionsTest {

    private final Recovery recovery = Recovery.builder()
            .storage(MemoryStorage::create)
            .codec(new TextCodec())
            .shutdownOn(ShutdownTrigger.none())
            .open();

    @AfterEach
    void close() {
        recovery.close();
    }

    private static RecoverableJob.Builder<NoConfig, Long> job() {
        return RecoverableJob.named("job").state(Long.class, () -> 0L);
    }

    private RunOutcome<Long> run(Work<NoConfig, Long, Long> work) {
        return recovery.run(job().work(work));
    }

    private RecoveryPlan<NoConfig, Long> plan(RecoverableJob<NoConfig, Long, ?> job) {
        return recovery.plan(job, new NoConfig());
    }

    private static <T> void requireAll(T actual, List<Consumer<T>> checks, String message) {
        for (Consumer<T> check : checks) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> check.accept(actual))
                    .withMessageContaining(message);
        }
    }

    private static final List<Consumer<RunOutcome<Long>>> NOT_COMPLETED = List.of(
            outcome -> assertThat(outcome).isCompleted(),
            outcome -> assertThat(outcome).hasResult(7L),
            outcome -> assertThat(outcome).becauseOf("the moon is full"));

    private static final List<Consumer<RunOutcome<Long>>> COMPLETED = List.of(
            outcome -> assertThat(outcome).isCancelled(),
            outcome -> assertThat(outcome).isCancelled(StopReason.CANCELLED),
            outcome -> assertThat(outcome).isTimedOut(),
            outcome -> assertThat(outcome).isFailedWith(Exception.class),
            outcome -> assertThat(outcome).isRefused());

    @Test
    void a_completed_run_has_its_result() {
        RunOutcome<Long> outcome = run(run -> 7L);
        assertThat(outcome).isCompleted().hasResult(7L).becauseOf("completed");
        requireAll(outcome, COMPLETED, "but it is this: completed");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(outcome).hasResult(8L))
                .withMessageContaining("completed with <8>, not with <7>");
    }

    @Test
    void a_failed_run_has_its_cause() {
        RunOutcome<Long> outcome = run(run -> {
            throw new IOException("no disk");
        });
        assertThat(outcome).isFailedWith(IOException.class).becauseOf("no disk");
        requireAll(outcome, NOT_COMPLETED, "but it is this: failed (java.io.IOException: no disk)");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(outcome).isFailedWith(IllegalStateException.class))
                .withMessageContaining("failed with a java.lang.IllegalStateException");
    }

    @Test
    void a_cancelled_run_has_its_reason() {
        RunOutcome<Long> outcome = run(run -> {
            recovery.cancel(run.id());
            return 7L;
        });
        assertThat(outcome).isCancelled().isCancelled(StopReason.CANCELLED);
        requireAll(outcome, NOT_COMPLETED, "but it is this: stopped (cancelled)");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(outcome).isCancelled(StopReason.SHUTDOWN))
                .withMessageContaining("cancelled because of shutdown");
    }

    @Test
    void a_run_that_takes_too_long_is_timed_out() {
        RunOutcome<Long> outcome =
                recovery.run(job().timeout(Duration.ofMillis(1)).<Long>work(run -> {
                    new CountDownLatch(1).await();
                    return 0L;
                }));
        assertThat(outcome).isTimedOut().becauseOf("PT0.001S");
        requireAll(outcome, NOT_COMPLETED, "but it is this: timed out");
    }

    @Test
    void plans_tell_where_they_go_on() {
        assertThat(plan(job().work(run -> 0L))).isFresh().becauseOf("no earlier run");
        run(run -> {
            run.checkpoint(5L);
            throw new IOException("no disk");
        });
        RecoveryPlan<NoConfig, Long> resume = plan(job().work(run -> 0L));
        assertThat(resume).resumes().resumesFrom(2).resumesWith(5L);
        requireAll(
                resume,
                List.of(
                        plan -> assertThat(plan).isFresh(),
                        plan -> assertThat(plan).isFinished(),
                        plan -> assertThat(plan).refuses(),
                        plan -> assertThat(plan).resumesFrom(3),
                        plan -> assertThat(plan).resumesWith(6L),
                        plan -> assertThat(plan).becauseOf("the moon is full")),
                "but it is this: Resume job from run");
    }

    @Test
    void a_refusal_is_one_of_the_plan_and_of_the_outcome() {
        run(run -> {
            throw new IOException("no disk");
        });
        RecoverableJob<NoConfig, Long, Long> held = job().hold().work(run -> 0L);
        assertThat(plan(held)).refuses().becauseOf("waits for release");
        assertThat(recovery.run(held)).isRefused().becauseOf("waits for release");
        requireAll(plan(held), List.of(plan -> assertThat(plan).resumes()), "but it is this: Refuse to start job");
    }

    @Test
    void a_remembered_run_is_finished() {
        RecoverableJob<NoConfig, Long, Long> remembered =
                job().<Long>work(run -> 7L).remembering(Duration.ofHours(1), Long.class);
        recovery.run(remembered);
        assertThat(plan(remembered)).isFinished();
        assertThat(recovery.run(remembered)).hasResult(7L);
    }

    @Test
    void a_result_may_be_null_or_an_array() {
        assertThat(this.<@Nullable Object>any(null)).hasResult(null);
        assertThat(any(new int[] {1, 2})).hasResult(new int[] {1, 2});
    }

    private <T extends @Nullable Object> RunOutcome<T> any(T result) {
        return recovery.run(job().work(run -> result));
    }

    @Test
    void rollbacks_are_told_from_what_is_stuck() {
        var saga = RecoverableJob.saga("saga").compensating("step", Long.class, (result, step) -> {
            if (step.attempt() < 4) {
                throw new IOException("not yet");
            }
        });
        RunOutcome<Long> stuck = recovery.run(
                saga.work(run -> {
                    run.step("step", Long.class, step -> 1L);
                    throw new IOException("failed");
                }),
                "42");
        assertThat(stuck).isStuckWith("step");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(stuck).isRolledBack())
                .withMessageContaining("Expected the outcome to be rolled back");
        assertThat(recovery.plan(saga.work(run -> 1L), "42")).rollsBack().becauseOf("to undo: [step]");
        assertThat(recovery.run(saga.<Long>work(run -> 1L), "42")).isRolledBack();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() ->
                        assertThat(recovery.plan(saga.work(run -> 1L), "42")).rollsBack());
    }
}
