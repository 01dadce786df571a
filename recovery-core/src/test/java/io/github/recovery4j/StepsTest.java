package io.github.recovery4j;

import static io.github.recovery4j.Jobs.job;
import static io.github.recovery4j.Jobs.unconfigured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.step.StepContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A step is done once, and its result is there for every later attempt. */
class StepsTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    private final List<String> done = new CopyOnWriteArrayList<>();

    /** Runs two attempts of one run: the first fails at its end. */
    private <R> R twice(Work<NoConfig, Integer, R> work) {
        Work<NoConfig, Integer, R> dying = run -> {
            R result = work.execute(run);
            if (!run.resumed()) {
                throw new IOException("died at the end");
            }
            return result;
        };
        assertThat(recoveries.open().run(job(dying))).isInstanceOf(RunOutcome.Failed.class);
        return recoveries.open().run(job(dying)).orElseThrow();
    }

    private <T> T act(String what, T result) {
        done.add(what);
        return result;
    }

    @Test
    void a_step_is_done_once_and_its_result_returned_again() {
        String result = twice(run -> run.step("charge", String.class, step -> act("charge", "receipt")));
        assertThat(result).isEqualTo("receipt");
        assertThat(done).containsExactly("charge");
    }

    @Test
    void null_and_nothing_are_results() {
        twice(run -> {
            assertThat(run.step("null", String.class, step -> {
                        done.add("null");
                        return null;
                    }))
                    .isNull();
            run.step("mail", step -> done.add("mail"));
            return true;
        });
        assertThat(done).containsExactly("null", "mail");
    }

    @Test
    void steps_are_known_by_name_not_by_order() {
        twice(run -> {
            List<String> order = run.resumed() ? List.of("b", "c", "a") : List.of("a", "b");
            for (String name : order) {
                assertThat(run.step(name, String.class, step -> act(name, name + "!")))
                        .isEqualTo(name + "!");
            }
            return true;
        });
        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void a_step_may_contain_steps() {
        int sum = twice(run -> run.step(
                "sum",
                Integer.class,
                step -> run.step("one", Integer.class, inner -> act("one", 1))
                        + run.step("two", Integer.class, inner -> act("two", 2))));
        assertThat(sum).isEqualTo(3);
        assertThat(done).containsExactly("one", "two");
    }

    @Test
    void inner_steps_of_an_outer_one_that_failed_are_not_done_again() {
        List<RunOutcome<Integer>> outcomes = new ArrayList<>();
        for (int attempt = 0; attempt < 2; attempt++) {
            outcomes.add(recoveries
                    .open()
                    .run(job(run -> run.step("outer", Integer.class, outer -> {
                        int inner = run.step("inner", Integer.class, step -> act("inner", 1));
                        if (outer.attempt() == 1) {
                            throw new IOException("outer");
                        }
                        return inner + 1;
                    }))));
        }
        assertThat(outcomes.get(1).orElseThrow()).isEqualTo(2);
        assertThat(done).containsExactly("inner");
    }

    @Test
    void steps_may_be_done_by_many_threads_at_once() {
        int sum = twice(run -> {
            ExecutorService pool = Executors.newFixedThreadPool(8);
            try {
                List<Callable<Integer>> parts = new ArrayList<>();
                for (int i = 1; i <= 40; i++) {
                    int number = i;
                    parts.add(() -> run.step("part " + number, Integer.class, step -> act("part", number)));
                }
                int total = 0;
                for (Future<Integer> part : pool.invokeAll(parts)) {
                    total += part.get();
                }
                return total;
            } finally {
                pool.shutdown();
            }
        });
        assertThat(sum).isEqualTo(820);
        assertThat(done).hasSize(40);
    }

    @Test
    void a_name_stands_for_one_step_of_an_attempt() {
        RunOutcome<Integer> outcome = recoveries.open().run(job(run -> {
            int first = run.step("twin", Integer.class, step -> 1);
            return first + run.step("twin", Integer.class, step -> 2);
        }));
        assertThat(outcome).isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> assertThat(failed.cause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Step 'twin'")
                .hasMessageContaining("called twice in one attempt"));
    }

    @Test
    void a_step_that_contains_itself_is_refused() {
        assertThatThrownBy(() -> recoveries
                        .open()
                        .run(job(run ->
                                run.step("self", Integer.class, step -> run.step("self", Integer.class, inner -> 1))))
                        .orElseThrow())
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_name_is_not_empty_and_not_endless() {
        recoveries.open().run(job(run -> {
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> run.step("", String.class));
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> run.step("x".repeat(1001), String.class));
            return run.step("ä 😀 / \0 ..", Integer.class, step -> 1);
        }));
    }

    @Test
    void a_failed_step_may_be_called_again() {
        int result = recoveries
                .open()
                .run(job(run -> {
                    assertThatExceptionOfType(IOException.class)
                            .isThrownBy(() -> run.step("flaky", Integer.class, step -> {
                                throw new IOException("not now");
                            }));
                    return run.step("flaky", Integer.class, StepContext::attempt);
                }))
                .orElseThrow();
        assertThat(result).isEqualTo(2);
    }

    @Test
    void a_failure_is_recorded_for_the_next_attempt_and_its_plan_and_for_listeners() {
        Work<NoConfig, Integer, String> work = run -> {
            run.step("first", Integer.class, step -> 1);
            return run.step("charge", String.class, step -> {
                if (step.attempt() < 3) {
                    throw new IOException("no answer " + step.attempt());
                }
                return step.previousFailure().orElseThrow();
            });
        };
        recoveries.open().run(job(work));
        recoveries.open().run(job(work));
        RecoveryPlan<NoConfig, Integer> plan = recoveries.open().plan(job(work), new NoConfig());
        assertThat(plan.describe())
                .contains("steps that are done, and are not done again: 1")
                .contains("step 'charge' was begun 2 times, and failed: java.io.IOException: no answer 2");
        assertThat(recoveries.open().run(job(work)).orElseThrow()).isEqualTo("java.io.IOException: no answer 2");
        assertThat(recoveries.events(RecoveryEvent.StepFailed.class))
                .extracting(RecoveryEvent.StepFailed::attempt)
                .containsExactly(1, 2);
        assertThat(recoveries.events(RecoveryEvent.StepCompleted.class))
                .extracting(RecoveryEvent.StepCompleted::step)
                .containsExactly("first", "charge");
    }

    @Test
    void the_idempotency_key_is_the_same_on_every_attempt_and_another_for_every_step() {
        List<String> keys = new ArrayList<>();
        Work<NoConfig, Integer, Integer> work = run -> {
            assertThat(run.id().text() + "/charge").isEqualTo(run.step("key", String.class, step -> {
                assertThat(step.idempotencyKey()).isEqualTo(run.id() + "/key");
                return run.id() + "/charge";
            }));
            return run.step("charge", Integer.class, step -> {
                keys.add(step.idempotencyKey());
                if (step.attempt() == 1) {
                    throw new IOException("again");
                }
                return 1;
            });
        };
        recoveries.open().run(job(work));
        recoveries.open().run(job(work)).orElseThrow();
        assertThat(keys).hasSize(2);
        assertThat(keys.get(0)).endsWith("/charge").isEqualTo(keys.get(1));
    }

    @Test
    void a_result_of_another_type_is_refused_not_done_again() {
        assertThatThrownBy(() -> twice(run -> run.resumed()
                        ? run.step("charge", Integer.class, step -> 1)
                        : run.step("charge", String.class, step -> "receipt")))
                .hasRootCauseInstanceOf(ClassCastException.class)
                .hasMessageContaining("The recorded result of step 'charge' cannot be read as java.lang.Integer");
    }

    @Test
    void a_result_that_cannot_be_encoded_fails_the_step() {
        AtomicInteger times = new AtomicInteger();
        RunOutcome<Object> outcome = recoveries
                .open()
                .run(job(run -> run.step("thread", Object.class, step -> {
                    times.incrementAndGet();
                    return new Thread();
                })));
        assertThat(outcome).isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> assertThat(failed.cause())
                .isInstanceOf(CodecException.class));
        assertThat(times).hasValue(1);
    }

    @Test
    void no_step_is_begun_once_the_run_is_asked_to_stop() {
        RunOutcome<Integer> outcome;
        try (Recovery recovery = recoveries.builder().open()) {
            outcome = recovery.run(job(run -> {
                run.step("before", step -> done.add("before"));
                recovery.cancel(run.id());
                assertThat(Thread.interrupted()).isTrue();
                return run.step("after", Integer.class, step -> act("after", 1));
            }));
        }
        assertThat(outcome).isInstanceOf(RunOutcome.Cancelled.class);
        assertThat(done).containsExactly("before");
    }

    @Test
    void a_stop_in_the_middle_of_a_step_is_no_failure_of_it() {
        RunOutcome<Integer> outcome;
        try (Recovery recovery = recoveries.builder().open()) {
            outcome = recovery.run(job(run -> run.step("long", Integer.class, step -> {
                recovery.cancel(run.id());
                new CountDownLatch(1).await();
                return 1;
            })));
        }
        assertThat(outcome).isInstanceOf(RunOutcome.Cancelled.class);
        assertThat(recoveries.events(RecoveryEvent.StepFailed.class)).isEmpty();
    }

    @Test
    void steps_and_checkpoints_go_together() {
        int result = twice(run -> {
            for (int i = run.state(); i < 3; i++) {
                int number = i;
                run.step("item " + i, step -> done.add("item " + number));
                run.checkpoint(i + 1);
            }
            return run.state();
        });
        assertThat(result).isEqualTo(3);
        assertThat(done).containsExactly("item 0", "item 1", "item 2");
    }

    @Test
    void a_new_run_of_the_job_begins_with_no_steps() {
        for (int i = 0; i < 2; i++) {
            recoveries
                    .open()
                    .run(job(run -> run.step("once", Integer.class, step -> act("once", 1))))
                    .orElseThrow();
        }
        assertThat(done).hasSize(2);
    }

    @Test
    void a_remembered_result_needs_no_steps() {
        var job = unconfigured()
                .<Integer>work(run -> run.step("once", Integer.class, step -> act("once", 7)))
                .remembering(java.time.Duration.ofDays(1), Integer.class);
        assertThat(recoveries.open().run(job).orElseThrow()).isEqualTo(7);
        assertThat(recoveries.open().run(job).orElseThrow()).isEqualTo(7);
        assertThat(done).containsExactly("once");
    }

    @Test
    void a_run_that_gets_on_by_steps_is_not_refused_for_its_many_attempts() {
        Work<NoConfig, Integer, Integer> oneStepEach = run -> {
            for (int i = 1; i <= 6; i++) {
                int number = i;
                int before = done.size();
                run.step("step " + i, step -> done.add("step " + number));
                if (done.size() > before) {
                    throw new IOException("died after step " + i);
                }
            }
            return done.size();
        };
        var job = unconfigured().maxAttempts(2).work(oneStepEach);
        for (int i = 0; i < 6; i++) {
            assertThat(recoveries.open().run(job)).isInstanceOf(RunOutcome.Failed.class);
        }
        assertThat(recoveries.open().run(job).orElseThrow()).isEqualTo(6);
    }
}
