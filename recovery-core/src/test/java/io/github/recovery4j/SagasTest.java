package io.github.recovery4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryEvent.Decision;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunNotCompletedException;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.plan.Remedy;
import io.github.recovery4j.plan.Validation;
import io.github.recovery4j.saga.RollbackOn;
import io.github.recovery4j.saga.StuckStep;
import io.github.recovery4j.step.Compensation;
import io.github.recovery4j.step.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a run has done is undone, the last step first, each once. */
class SagasTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final AtomicBoolean broken = new AtomicBoolean();

    /** Two compensable steps and one that is not, then whatever the test wants. */
    private Work<NoConfig, Integer, String> booking(Work<NoConfig, Integer, String> rest) {
        return run -> {
            run.step("hotel", String.class)
                    .compensate((room, step) -> done.add("cancel " + room))
                    .call(step -> "room 7");
            run.step("mail", step -> done.add("mail"));
            run.step("flight", String.class)
                    .compensate((seat, step) -> done.add("cancel " + seat))
                    .call(step -> "seat 9");
            return rest.execute(run);
        };
    }

    private RecoverableJob.Builder<NoConfig, Integer> job() {
        return Jobs.unconfigured().retryingCompensations(RetryPolicy.attempts(2));
    }

    private static Work<NoConfig, Integer, String> failing() {
        return run -> {
            throw new IOException("no car");
        };
    }

    /** A job whose compensations are known to every process. */
    private RecoverableJob<NoConfig, Integer, String> declared(Work<NoConfig, Integer, String> rest) {
        Compensation<String> undo = (room, step) -> {
            if (broken.get()) {
                throw new IOException("hotel is closed");
            }
            done.add("cancel " + room);
        };
        return job().compensating("hotel", String.class, undo)
                .compensating("flight", String.class, (seat, step) -> done.add("cancel " + seat))
                .work(run -> {
                    run.step("hotel", String.class, step -> "room 7");
                    run.step("flight", String.class, step -> "seat 9");
                    return rest.execute(run);
                });
    }

    @Test
    void a_failure_undoes_the_completed_steps_in_reverse_order() {
        RunOutcome<String> outcome = recoveries.open().run(job().work(booking(failing())));
        assertThat(outcome.describe()).isEqualTo("rolled back (java.io.IOException: no car), undone: [flight, hotel]");
        assertThat(done).containsExactly("mail", "cancel seat 9", "cancel room 7");
        assertThatExceptionOfType(RunNotCompletedException.class)
                .isThrownBy(outcome::orElseThrow)
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void a_run_that_is_rolled_back_is_over() {
        recoveries.open().run(job().work(booking(failing())));
        RunOutcome<String> next = recoveries.open().run(job().work(booking(run -> "booked")));
        assertThat(next.details().plan().decision()).isEqualTo(Decision.FRESH);
        assertThat(next.orElseThrow()).isEqualTo("booked");
    }

    @Test
    void a_failure_of_a_run_with_nothing_to_undo_keeps_it_for_the_next_start() {
        RunOutcome<Integer> outcome = recoveries.open().run(job().work(run -> {
            run.step("mail", step -> done.add("mail"));
            throw new IOException("no car");
        }));
        assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
    }

    @Test
    void the_work_can_ask_for_the_rollback() {
        RunOutcome<String> outcome = recoveries.open().run(job().work(booking(run -> {
            throw run.rollback("the customer changed her mind");
        })));
        assertThat(outcome.describe())
                .isEqualTo("rolled back (the customer changed her mind), undone: [flight, hotel]");
    }

    @Test
    void work_that_goes_on_after_it_asked_for_the_rollback_begins_no_step_and_is_rolled_back() {
        RunOutcome<String> outcome = recoveries.open().run(job().work(booking(run -> {
            try {
                throw run.rollback("enough");
            } catch (RuntimeException e) {
                assertThatExceptionOfType(RuntimeException.class)
                        .isThrownBy(() -> run.step("late", step -> done.add("late")));
            }
            return "done";
        })));
        assertThat(outcome).isInstanceOf(RunOutcome.RolledBack.class);
        assertThat(done).doesNotContain("late");
    }

    @Test
    void a_stop_keeps_the_run_unless_its_policy_says_otherwise() {
        for (boolean undo : List.of(false, true)) {
            try (Recovery recovery = recoveries.builder().open()) {
                var job = undo ? job().rollbackOn(RollbackOn.CANCELLATION) : job();
                RunOutcome<String> outcome = recovery.run(job.work(booking(run -> {
                    recovery.cancel(run.id());
                    throw new InterruptedException();
                })));
                assertThat(outcome).isInstanceOf(undo ? RunOutcome.RolledBack.class : RunOutcome.Cancelled.class);
            }
        }
        assertThat(done).containsExactly("mail", "cancel seat 9", "cancel room 7");
    }

    @Test
    void a_timeout_undoes_if_its_policy_says_so() {
        RunOutcome<String> outcome = recoveries
                .open()
                .run(job().rollbackOn(RollbackOn.TIMEOUT)
                        .timeout(Duration.ofSeconds(2))
                        .work(booking(run -> {
                            new CountDownLatch(1).await();
                            return "never";
                        })));
        assertThat(outcome).isInstanceOf(RunOutcome.RolledBack.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void nothing_is_undone_on_a_failure_if_the_policy_leaves_that_to_the_work() {
        RunOutcome<String> outcome = recoveries.open().run(job().rollbackOn().work(booking(failing())));
        assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
        assertThat(done).containsExactly("mail");
    }

    @Test
    void a_failing_compensation_is_tried_again_and_does_not_stop_the_others_or_hide_the_failure() {
        broken.set(true);
        RunOutcome<String> outcome = recoveries.open().run(declared(failing()));
        RunOutcome.Stuck<String> stuck = (RunOutcome.Stuck<String>) outcome;
        assertThat(stuck.steps()).containsExactly(new StuckStep("hotel", 2, "java.io.IOException: hotel is closed"));
        assertThat(stuck.cause().orElseThrow())
                .hasMessage("no car")
                .hasSuppressedException(new IOException("hotel is closed"));
        assertThat(done).containsExactly("cancel seat 9");
        assertThat(recoveries.events(RecoveryEvent.SagaStuck.class)).hasSize(1);
        assertThat(recoveries.events(RecoveryEvent.UndoFailed.class)).hasSize(2);
    }

    @Test
    void the_next_start_goes_on_with_a_rollback_that_is_stuck_and_does_not_work() {
        broken.set(true);
        recoveries.open().run(declared(failing()));
        RunOutcome<String> still = recoveries.open().run(declared(run -> "worked"));
        assertThat(still.details().plan().describe())
                .contains("Go on rolling back run")
                .contains("to undo: [hotel]");
        assertThat(still).isInstanceOf(RunOutcome.Stuck.class);
        broken.set(false);
        RunOutcome<String> now = recoveries.open().run(declared(run -> "worked"));
        assertThat(now.describe()).isEqualTo("rolled back (java.io.IOException: no car), undone: [hotel]");
        assertThat(done).containsExactly("cancel seat 9", "cancel room 7");
        assertThat(recoveries.open().run(declared(run -> "worked")).orElseThrow())
                .isEqualTo("worked");
    }

    @Test
    void a_step_that_nobody_knows_how_to_undo_is_stuck_until_it_is_declared() {
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> recoveries.open().run(job().work(booking(run -> {
                    throw new OutOfMemoryError("the process ends");
                }))));
        RunOutcome<String> stuck = recoveries.open().run(job().work(run -> {
            throw run.rollback("after a restart");
        }));
        assertThat(stuck.describe())
                .contains("stuck in its rollback (after a restart)")
                .contains("'flight'")
                .contains("'hotel'")
                .contains("declare 'hotel' for the job");
        RunOutcome<String> now = recoveries.open().run(declared(run -> "worked"));
        assertThat(now).isInstanceOf(RunOutcome.RolledBack.class);
        assertThat(done).containsExactly("mail", "cancel seat 9", "cancel room 7");
    }

    @Test
    void steps_of_any_name_share_a_declared_compensation() {
        var job = job().compensating("refund", Integer.class, (amount, step) -> done.add(step.name() + " " + amount))
                .<String>work(run -> {
                    for (int i = 1; i <= 3; i++) {
                        int amount = i;
                        run.step("charge " + i, Integer.class)
                                .compensatedBy("refund")
                                .call(step -> amount * 10);
                    }
                    throw new IOException("no");
                });
        recoveries.open().run(job);
        assertThat(done).containsExactly("charge 3 30", "charge 2 20", "charge 1 10");
    }

    @Test
    void a_compensation_that_is_not_declared_is_refused_before_the_step_is_done() {
        RunOutcome<Integer> outcome = recoveries.open().run(job().work(run -> run.step("charge", Integer.class)
                .compensatedBy("refund")
                .call(step -> {
                    done.add("charge");
                    return 1;
                })));
        assertThat(outcome.describe()).contains("names the compensation 'refund', which is not declared");
        assertThat(done).isEmpty();
    }

    @Test
    void a_step_that_failed_is_not_undone() {
        recoveries.open().run(job().work(run -> {
            run.step("hotel", String.class)
                    .compensate((room, step) -> done.add("cancel " + room))
                    .call(step -> "room");
            return run.step("car", String.class)
                    .compensate((car, step) -> done.add("cancel " + car))
                    .call(step -> {
                        throw new IOException("no car");
                    });
        }));
        assertThat(done).containsExactly("cancel room");
    }

    @Test
    void a_step_without_a_result_can_be_undone() {
        recoveries.open().run(job().work(run -> {
            run.step("light", Void.class)
                    .compensate((nothing, step) -> done.add("off, " + step.attempt() + ", "
                            + step.idempotencyKey().endsWith("/light/undo")))
                    .run(step -> done.add("on"));
            throw new IOException("fire");
        }));
        assertThat(done).containsExactly("on", "off, 1, true");
    }

    @Test
    void a_run_whose_environment_is_gone_is_undone_before_it_is_given_up() {
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> recoveries.open().run(declared(run -> {
                    throw new OutOfMemoryError("the process ends");
                })));
        AtomicReference<List<String>> before = new AtomicReference<>();
        var validated = job().compensating("hotel", String.class, (room, step) -> done.add("cancel " + room))
                .compensating("flight", String.class, (seat, step) -> done.add("cancel " + seat))
                .validating(state -> new Validation.Gone(
                        List.of(), Optional.of(new Remedy("clean up", () -> before.set(List.copyOf(done))))))
                .<String>work(run -> "fresh");
        assertThat(recoveries.open().run(validated).orElseThrow()).isEqualTo("fresh");
        assertThat(before.get()).containsExactly("cancel seat 9", "cancel room 7");
    }

    @Test
    void operators_see_what_is_stuck_and_can_try_it_again() {
        broken.set(true);
        RunOutcome<String> outcome = recoveries.open().run(declared(failing()));
        var run = outcome.details().run().orElseThrow();
        Recovery recovery = recoveries.open();
        assertThat(recovery.sagas().stuck()).singleElement().satisfies(saga -> {
            assertThat(saga.run()).isEqualTo(run);
            assertThat(saga.reason()).isEqualTo("java.io.IOException: no car");
            assertThat(saga.steps()).containsExactly(new StuckStep("hotel", 2, "java.io.IOException: hotel is closed"));
        });
        assertThat(recovery.sagas().retry(declared(failing()), run.id()).complete())
                .isFalse();
        broken.set(false);
        assertThat(recovery.sagas().retry(declared(failing()), run.id()).undone())
                .containsExactly("hotel");
        assertThat(recovery.sagas().stuck()).isEmpty();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> recovery.sagas().retry(declared(failing()), run.id()))
                .withMessageContaining("There is no run");
    }

    @Test
    @Timeout(60)
    void an_operator_who_loses_the_run_meanwhile_tells_that_and_gives_nothing_back() {
        broken.set(true);
        var run = recoveries.open().run(declared(failing())).details().run().orElseThrow();
        Recovery recovery = recoveries.open(recoveries.builder().leaseTtl(Duration.ofMillis(100)));
        int released = recoveries.events(RecoveryEvent.LeaseReleased.class).size();
        var losing = job().compensating("hotel", String.class, (room, step) -> {
                    Files.delete(directory.resolve("job").resolve(run.id() + ".owner"));
                    while (recoveries.events(RecoveryEvent.LeaseLost.class).isEmpty()
                            && !Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                })
                .work(failing());
        assertThatExceptionOfType(FencedException.class)
                .isThrownBy(() -> recovery.sagas().retry(losing, run.id()));
        assertThat(recoveries.events(RecoveryEvent.LeaseLost.class)).hasSize(1);
        assertThat(recoveries.events(RecoveryEvent.LeaseReleased.class)).hasSize(released);
    }

    @Test
    void operators_can_decide_that_a_step_is_not_undone() {
        broken.set(true);
        var run = recoveries.open().run(declared(failing())).details().run().orElseThrow();
        Recovery recovery = recoveries.open();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> recovery.sagas().skip(run.id(), "flight", "it is undone already"));
        recovery.sagas().skip(run.id(), "hotel", "cancelled by telephone");
        assertThat(recovery.sagas().stuck()).isEmpty();
        assertThat(recoveries.events(RecoveryEvent.UndoSkipped.class))
                .extracting(RecoveryEvent.UndoSkipped::reason)
                .containsExactly("cancelled by telephone");
        assertThat(recovery.run(declared(r -> "again")).orElseThrow()).isEqualTo("again");
    }

    @Test
    void a_run_that_is_being_worked_on_is_not_stuck_and_not_touched() {
        Recovery recovery = recoveries.open();
        recovery.run(declared(run -> {
            assertThat(recovery.sagas().stuck()).isEmpty();
            assertThatExceptionOfType(io.github.recovery4j.lease.LeaseException.class)
                    .isThrownBy(() -> recovery.sagas().skip(run.id(), "hotel", "no"))
                    .withMessageContaining("being worked on");
            return "fine";
        }));
        assertThat(done).isEmpty();
    }

    @Test
    void a_stuck_run_is_not_forgotten_by_the_passing_of_time() {
        broken.set(true);
        recoveries.open().run(declared(failing()));
        recoveries.moveClock(Duration.ofDays(400));
        assertThat(recoveries.open().sagas().stuck()).hasSize(1);
    }

    @Test
    void an_interrupt_ends_a_rollback_which_the_next_start_goes_on_with() {
        var interrupted = job().compensating("hotel", String.class, (room, step) -> done.add("cancel " + room))
                .compensating("flight", String.class, (seat, step) -> {
                    throw new InterruptedException("enough");
                })
                .<String>work(run -> {
                    run.step("hotel", String.class, step -> "room 7");
                    run.step("flight", String.class, step -> "seat 9");
                    throw new IOException("no car");
                });
        RunOutcome<String> outcome = recoveries.open().run(interrupted);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isInstanceOf(RunOutcome.Stuck.class);
        assertThat(done).isEmpty();
        recoveries.open().run(declared(failing()));
        assertThat(done).containsExactly("cancel seat 9", "cancel room 7");
    }

    @Test
    void a_step_that_another_thread_is_in_when_the_work_fails_is_undone_too() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        Thread worker = Thread.currentThread();
        AtomicReference<Thread> other = new AtomicReference<>();
        RunOutcome<String> outcome = recoveries.open().run(job().work(run -> {
            Thread thread = new Thread(() -> {
                try {
                    run.step("slow", String.class)
                            .compensate((result, step) -> done.add("undo " + result))
                            .call(step -> {
                                inside.countDown();
                                awaitWaiting(worker);
                                return "slow";
                            });
                    run.step("late", step -> done.add("late"));
                } catch (Exception e) {
                    done.add(e.getClass().getSimpleName());
                }
            });
            other.set(thread);
            run.step("first", Integer.class)
                    .compensate((result, step) -> done.add("undo first"))
                    .call(step -> 1);
            thread.start();
            while (inside.getCount() > 0) {
                Thread.onSpinWait(); // it waits for nothing before the rollback does
            }
            throw new IOException("failed meanwhile");
        }));
        other.get().join();
        assertThat(outcome).isInstanceOf(RunOutcome.RolledBack.class);
        assertThat(done)
                .contains("undo slow", "undo first", "RollbackRequestedException")
                .doesNotContain("late");
        assertThat(done.indexOf("undo slow")).isLessThan(done.indexOf("undo first"));
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
