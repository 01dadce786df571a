package io.github.recovery4j;

import static io.github.recovery4j.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.step.Breaker;
import io.github.recovery4j.step.BreakerOpenException;
import io.github.recovery4j.step.RetryPolicy;
import io.github.recovery4j.step.StepTimedOutException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Steps that are tried again, that have a limit of time, or a circuit breaker. */
class StepPoliciesTest {

    private static final RetryPolicy THREE = RetryPolicy.attempts(3);

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    private final AtomicInteger tries = new AtomicInteger();

    private int failing(int times) throws IOException {
        if (tries.incrementAndGet() <= times) {
            throw new IOException("failed " + tries);
        }
        return tries.get();
    }

    @Test
    void a_failed_step_is_tried_again_as_often_as_its_policy_says() {
        int result = recoveries
                .open()
                .run(job(run -> run.step("flaky", Integer.class).retrying(THREE).call(step -> failing(2))))
                .orElseThrow();
        assertThat(result).isEqualTo(3);
        assertThat(recoveries.events(RecoveryEvent.StepFailed.class)).hasSize(2).allMatch(failed -> failed.retryIn()
                .isPresent());
    }

    @Test
    void a_step_that_fails_too_often_gives_its_failure_to_the_work() {
        RunOutcome<Integer> outcome = recoveries
                .open()
                .run(job(run -> run.step("flaky", Integer.class).retrying(THREE).call(step -> failing(9))));
        assertThat(outcome).isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> assertThat(failed.cause())
                .hasMessage("failed 3"));
    }

    @Test
    void failures_that_do_not_go_away_are_not_tried_again() {
        recoveries.open().run(job(run -> run.step("lost", Integer.class)
                .retrying(THREE.only(e -> !(e instanceof FileNotFoundException)))
                .call(step -> {
                    tries.incrementAndGet();
                    throw new FileNotFoundException("gone");
                })));
        assertThat(tries).hasValue(1);
    }

    @Test
    void tries_that_ended_with_their_process_count() {
        Work<NoConfig, Integer, Integer> work =
                run -> run.step("deadly", Integer.class).retrying(THREE).call(step -> {
                    if (step.attempt() <= 2) {
                        throw new OutOfMemoryError("the process ends");
                    }
                    throw new IOException("try " + step.attempt());
                });
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(OutOfMemoryError.class)
                    .isThrownBy(() -> recoveries.open().run(job(work)));
        }
        RunOutcome<Integer> outcome = recoveries.open().run(job(work));
        assertThat(outcome).isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> assertThat(failed.cause())
                .hasMessage("try 3"));
        assertThat(recoveries.open().run(job(work)))
                .isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> assertThat(failed.cause())
                        .hasMessage("try 6"));
    }

    @Test
    void a_step_that_takes_too_long_is_interrupted_and_the_interrupt_does_not_leak() {
        RunOutcome<Integer> outcome = recoveries.open().run(job(run -> {
            assertThatExceptionOfType(StepTimedOutException.class)
                    .isThrownBy(() -> run.step("slow", Integer.class)
                            .timeout(Duration.ofMillis(20))
                            .call(step -> {
                                new CountDownLatch(1).await();
                                return 1;
                            }))
                    .withMessageContaining("Step 'slow' did not end within PT0.02S")
                    .withCauseInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            return 1;
        }));
        assertThat(outcome).isInstanceOf(RunOutcome.Completed.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_step_that_took_too_long_and_returned_all_the_same_is_done() {
        recoveries.open().run(job(run -> {
            CountDownLatch never = new CountDownLatch(1);
            int result = run.step("stubborn", Integer.class)
                    .timeout(Duration.ofMillis(10))
                    .call(step -> {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            return 7;
                        }
                        return 8;
                    });
            assertThat(result).isEqualTo(7);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            return result;
        }));
    }

    @Test
    void a_stop_that_came_while_a_step_ran_out_of_time_still_interrupts_the_work() {
        try (Recovery recovery = recoveries.builder().open()) {
            RunOutcome<Integer> outcome = recovery.run(job(run -> {
                run.step("slow", Integer.class).timeout(Duration.ofMillis(10)).call(step -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        recovery.cancel(run.id());
                    }
                    return 1;
                });
                new CountDownLatch(1).await(60, TimeUnit.SECONDS);
                return 1;
            }));
            assertThat(outcome).isInstanceOf(RunOutcome.Cancelled.class);
        }
    }

    @Test
    void an_open_breaker_keeps_steps_from_being_tried() {
        Breaker breaker = Breaker.named("payments", new Breaker.Settings(2, 100, Duration.ofHours(1)));
        recoveries.open().run(job(run -> {
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> run.step("charge", Integer.class)
                        .breaker(breaker)
                        .call(step -> failing(9)));
            }
            assertThatExceptionOfType(BreakerOpenException.class)
                    .isThrownBy(() ->
                            run.step("charge", Integer.class).breaker(breaker).call(step -> failing(9)))
                    .withMessageContaining("payments has failed too often");
            return 1;
        }));
        assertThat(tries).hasValue(2);
        assertThat(breaker.toString()).contains("OPEN");
    }

    @Test
    void a_breaker_closes_again_when_what_it_stands_for_works() {
        Breaker breaker = Breaker.named("payments", new Breaker.Settings(1, 100, Duration.ofMillis(1)));
        int result = recoveries
                .open()
                .run(job(run -> run.step("charge", Integer.class)
                        .breaker(breaker)
                        .retrying(RetryPolicy.attempts(100_000))
                        .call(step -> failing(1))))
                .orElseThrow();
        assertThat(result).isEqualTo(2);
        assertThat(breaker.toString()).contains("CLOSED");
    }

    @Test
    void policies_that_mean_nothing_are_refused() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> RetryPolicy.attempts(0));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> THREE.pauses(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        recoveries.open().run(job(run -> {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> run.step("a", Integer.class).timeout(Duration.ZERO));
            return 1;
        }));
    }
}
