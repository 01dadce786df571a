package io.github.recovery4j;

import static io.github.recovery4j.Jobs.dyingAt;
import static io.github.recovery4j.Jobs.job;
import static io.github.recovery4j.Jobs.state;
import static io.github.recovery4j.Jobs.unconfigured;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.plan.Check;
import io.github.recovery4j.plan.Patience;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.plan.Remedy;
import io.github.recovery4j.plan.Validation;
import io.github.recovery4j.plan.Validators;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.step.Breaker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the world says to a saved state decides whether it is resumed. */
class ValidationTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    @Test
    void an_older_state_is_resumed_when_the_newest_is_no_longer_true() {
        recoveries.open().run(job(run -> {
            run.checkpoint(1);
            run.checkpoint(2);
            throw new IOException("died");
        }));
        RecoverableJob.Builder<NoConfig, Integer> rewinding = unconfigured()
                .validating(Validators.rewindUnless(
                        "below the reorganisation", state -> state.state().orElseThrow() < 2));
        assertThat(recoveries
                        .open()
                        .plan(rewinding.work(state()), new NoConfig())
                        .describe())
                .contains("check for generation 3: below the reorganisation failed")
                .contains("generation 2 of");
        RunOutcome<Integer> resumed = recoveries.open().run(rewinding.work(run -> {
            assertThat(run.state()).isEqualTo(1);
            run.checkpoint(5);
            throw new IOException("died");
        }));
        assertThat(resumed).isInstanceOf(RunOutcome.Failed.class);
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(5);
    }

    @Test
    void what_is_gone_is_disposed_of_before_a_fresh_start() {
        RunKey old = recoveries.open().run(job(dyingAt(9))).details().run().orElseThrow();
        List<String> done = new ArrayList<>();
        RecoverableJob<NoConfig, Integer, Integer> job = unconfigured()
                .validating(state -> new Validation.Gone(
                        List.of(Check.failed("enclave", "absent")),
                        Optional.of(new Remedy("remove the enclave", () -> done.add("disposed")))))
                .work(run -> {
                    done.add("worked");
                    return run.state();
                });
        RunOutcome<Integer> outcome = recoveries.open().run(job);
        assertThat(outcome.orElseThrow()).isZero();
        assertThat(done).containsExactly("disposed", "worked");
        assertThat(recoveries.events(RecoveryEvent.Discarded.class))
                .singleElement()
                .satisfies(event -> assertThat(event.run()).isEqualTo(old));
        assertThat(outcome.details().plan().describe()).contains("enclave failed: absent", "remove the enclave");
    }

    @Test
    void a_fresh_start_is_refused_when_the_disposal_fails() {
        recoveries.open().run(job(dyingAt(9)));
        RunOutcome<Integer> outcome = recoveries
                .open()
                .run(unconfigured()
                        .validating(state -> new Validation.Gone(List.of(), Optional.of(new Remedy("remove it", () -> {
                            throw new IOException("busy");
                        }))))
                        .work(state()));
        assertThat(outcome.describe()).contains("refused").contains("busy");
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(9);
    }

    @Test
    void a_repair_comes_before_the_resume_and_is_checked() {
        recoveries.open().run(job(dyingAt(9)));
        AtomicBoolean broken = new AtomicBoolean(true);
        RecoverableJob.Builder<NoConfig, Integer> repairing = unconfigured()
                .validating(state -> broken.get()
                        ? new Validation.Repairable(
                                List.of(Check.failed("service", "stopped")),
                                List.of(new Remedy("start the service", () -> broken.set(false))))
                        : new Validation.Valid(List.of(Check.passed("service"))));
        assertThat(recoveries
                        .open()
                        .plan(repairing.work(state()), new NoConfig())
                        .describe())
                .contains("after repairs: [start the service]");
        assertThat(broken).isTrue();
        assertThat(recoveries.open().run(repairing.work(state())).orElseThrow()).isEqualTo(9);
        assertThat(recoveries.events(RecoveryEvent.Repaired.class)).hasSize(1);
    }

    @Test
    void what_was_repaired_once_has_time_to_come_up() {
        recoveries.open().run(job(dyingAt(9)));
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger repaired = new AtomicInteger();
        RecoverableJob<NoConfig, Integer, Integer> slow = unconfigured()
                .patience(new Patience(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofHours(1)))
                .validating(state -> switch (asked.incrementAndGet()) {
                    case 1, 2 ->
                        new Validation.Repairable(
                                List.of(Check.failed("service", "stopped")),
                                List.of(new Remedy("start the service", repaired::incrementAndGet)));
                    case 3 -> new Validation.Unknown(List.of(Check.unknown("service", "starting")));
                    default -> new Validation.Valid(List.of(Check.passed("service")));
                })
                .work(state());
        assertThat(recoveries.open().run(slow).orElseThrow()).isEqualTo(9);
        assertThat(asked).hasValue(4);
        assertThat(repaired).hasValue(1);
    }

    @Test
    void a_probe_decides_like_any_validator() {
        recoveries.open().run(job(dyingAt(9)));
        AtomicReference<Answer> answer = new AtomicReference<>(Answer.unknown("engine down"));
        RecoverableJob<NoConfig, Integer, Integer> probing = unconfigured()
                .patience(Patience.NONE)
                .validating(Validators.probe("node", state -> Probe.of("node", Duration.ofMinutes(2), answer::get)))
                .work(state());
        assertThat(recoveries.open().plan(probing, new NoConfig()).describe())
                .startsWith("Refuse")
                .contains("node unknown: engine down");
        answer.set(Answer.down("refused"));
        assertThat(recoveries.open().plan(probing, new NoConfig()).describe())
                .startsWith("Start job fresh")
                .contains("node failed: refused");
        answer.set(Answer.up("connected"));
        assertThat(recoveries.open().plan(probing, new NoConfig()).describe())
                .startsWith("Resume")
                .contains("node passed: connected");
    }

    @Test
    void a_validator_that_hangs_is_unknown_and_holds_nobody_up() {
        recoveries.open().run(job(dyingAt(9)));
        CountDownLatch released = new CountDownLatch(1);
        RecoverableJob<NoConfig, Integer, Integer> hanging = unconfigured()
                .patience(Patience.NONE)
                .validating(Validators.within(Duration.ofMillis(100), state -> {
                    while (released.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    return new Validation.Valid(List.of());
                }))
                .work(state());
        assertThat(recoveries.open().run(hanging).describe()).contains("refused");
        released.countDown();
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(9);
    }

    @Test
    void a_breaker_keeps_a_validator_that_cannot_tell_from_being_asked() {
        recoveries.open().run(job(dyingAt(9)));
        AtomicInteger asked = new AtomicInteger();
        Breaker breaker = Breaker.named("the engine", new Breaker.Settings(3, 100, Duration.ofHours(1)));
        RecoverableJob<NoConfig, Integer, Integer> guarded = unconfigured()
                .patience(Patience.NONE)
                .validating(Validators.guarded(breaker, state -> {
                    asked.incrementAndGet();
                    return new Validation.Unknown(List.of(Check.unknown("node", "engine down")));
                }))
                .work(state());
        for (int start = 0; start < 3; start++) {
            assertThat(recoveries.open().run(guarded).describe()).contains("refused");
        }
        assertThat(recoveries.open().plan(guarded, new NoConfig()).describe())
                .startsWith("Refuse")
                .contains("the engine has failed too often; it is not asked for a while");
        assertThat(asked).hasValue(3);
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(9);
    }

    @Test
    void a_repair_that_does_not_help_refuses_and_keeps_the_checkpoint() {
        recoveries.open().run(job(dyingAt(9)));
        RunOutcome<Integer> outcome = recoveries
                .open()
                .run(unconfigured()
                        .patience(Patience.NONE)
                        .validating(state -> new Validation.Repairable(
                                List.of(Check.failed("service", "stopped")), List.of(new Remedy("pray", () -> {}))))
                        .work(state()));
        assertThat(outcome.describe()).contains("not valid after its repairs").contains("service failed: stopped");
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(9);
    }

    @Test
    void what_cannot_be_told_is_asked_again_and_then_refused() {
        recoveries.open().run(job(dyingAt(9)));
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger answerAt = new AtomicInteger(3);
        RecoverableJob.Builder<NoConfig, Integer> doubting = unconfigured()
                .patience(new Patience(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofHours(1)))
                .validating(Validators.require("service", state -> {
                    if (asked.incrementAndGet() < answerAt.get()) {
                        throw new IOException("connection refused");
                    }
                    return true;
                }));
        assertThat(recoveries.open().run(doubting.work(dyingAt(10)))).isInstanceOf(RunOutcome.Failed.class);
        assertThat(asked).hasValue(3);
        answerAt.set(Integer.MAX_VALUE);
        RunOutcome<Integer> refused =
                recoveries.open().run(doubting.patience(Patience.NONE).work(state()));
        assertThat(refused.details().plan().describe())
                .contains("Refuse to start job")
                .contains("validator unknown: java.io.IOException: connection refused");
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(10);
    }

    @Test
    void all_failing_checks_are_reported_and_optional_ones_only_warn() {
        recoveries.open().run(job(dyingAt(9)));
        RecoveryPlan<NoConfig, Integer> plan = recoveries
                .open()
                .plan(
                        unconfigured()
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
}
