package io.github.recovery4j.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.settings.Settings;
import io.github.recovery4j.step.Breaker;
import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Budget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuardTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final BackOff PAUSES = new BackOff(SECOND, Duration.ofSeconds(4));
    private static final Diagnosis HEALTHY = Diagnosis.healthy();
    private static final Diagnosis CRASHED = Diagnosis.failed(FailureKind.CRASHED, "exit code 1");
    private static final Breaker.Settings NEVER_OPEN = new Breaker.Settings(1000, 100, SECOND);

    private final List<RecoveryEvent> events = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final List<Duration> waited = new ArrayList<>();
    private volatile Diagnosis diagnosis = HEALTHY;
    private long now;

    private Subject.Builder subject() {
        return Subject.named("web", () -> diagnosis)
                .confirmingWithin(Duration.ofSeconds(2))
                .breaker(NEVER_OPEN)
                .resting(PAUSES)
                .atMost(new Budget(100, Duration.ofDays(1)));
    }

    private Guard guard(Subject.Builder subject) {
        return new Guard(subject.build(), events::add, () -> Instant.EPOCH.plusNanos(now), () -> now, pause -> {
            waited.add(pause);
            pass(pause);
        });
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private Strategy.Act fails(String what) {
        return Strategy.act(what, failure -> done.add(what));
    }

    private Strategy.Act cures(String what) {
        return Strategy.act(what, failure -> {
            done.add(what);
            diagnosis = HEALTHY;
        });
    }

    private <E extends RecoveryEvent> E only(Class<E> type) {
        List<E> those = events.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(those).hasSize(1);
        return those.get(0);
    }

    @Test
    void what_is_well_is_left_alone() throws Exception {
        Guard guard = guard(subject().curing(fails("restart")));
        guard.round();
        assertThat(done).isEmpty();
        assertThat(events).isEmpty();
        assertThat(guard.status().condition()).isEqualTo(Condition.HEALTHY);
    }

    @Test
    void strategies_are_tried_in_order_until_one_helps() throws Exception {
        Guard guard =
                guard(subject().curing(FailureKind.CRASHED, fails("restart"), cures("restore"), fails("rebuild")));
        guard.round();
        pass(SECOND);
        diagnosis = CRASHED;
        guard.round();
        assertThat(done).containsExactly("restart", "restore");
        RecoveryEvent.FailureDetected detected = only(RecoveryEvent.FailureDetected.class);
        assertThat(detected.kind()).isEqualTo("crashed");
        assertThat(detected.undetected()).isEqualTo(SECOND);
        RecoveryEvent.Cured cured = only(RecoveryEvent.Cured.class);
        assertThat(cured.by()).isEqualTo("restore");
        assertThat(cured.tries()).isEqualTo(2);
        assertThat(cured.took())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(2)); // for so long the first one could have helped
        assertThat(guard.status().condition()).isEqualTo(Condition.HEALTHY);
        assertThat(guard.status().cures()).isEqualTo(1);
    }

    @Test
    void each_kind_of_failure_has_its_own_strategies() throws Exception {
        FailureKind own = new FailureKind("too slow");
        Guard guard = guard(subject()
                .curing(FailureKind.CRASHED, cures("restart"))
                .curing(own, cures("add memory"))
                .curing(cures("anything else")));
        diagnosis = Diagnosis.failed(own, "3 s");
        guard.round();
        diagnosis = Diagnosis.failed(FailureKind.FROZEN, "silent");
        guard.round();
        diagnosis = CRASHED;
        guard.round();
        assertThat(done).containsExactly("add memory", "anything else", "restart");
    }

    @Test
    void a_failure_that_goes_away_by_itself_costs_nothing() throws Exception {
        Guard guard = guard(Subject.named("web", () -> now < SECOND.toNanos() ? CRASHED : HEALTHY)
                .atMost(new Budget(1, SECOND))
                .curing(Strategy.retryNow(), Strategy.lookAgain(3, PAUSES), fails("restart")));
        guard.round();
        assertThat(done).isEmpty();
        assertThat(only(RecoveryEvent.Cured.class).by()).isEqualTo("look again");
        assertThat(guard.status().triesLeft()).isEqualTo(1);
    }

    @Test
    void what_cannot_be_told_is_left_alone() throws Exception {
        Guard guard = guard(subject().curing(fails("restart")));
        diagnosis = Diagnosis.unknown("no route");
        guard.round();
        assertThat(done).isEmpty();
        assertThat(events).isEmpty();
        assertThat(guard.status().reason()).isEqualTo("unknown: no route");
    }

    @Test
    void a_detector_that_throws_has_found_out_nothing() throws Exception {
        Guard guard = guard(Subject.named("web", () -> {
                    throw new AssertionError("broken detector");
                })
                .curing(fails("restart")));
        guard.round();
        assertThat(done).isEmpty();
        assertThat(guard.status().condition()).isEqualTo(Condition.UNKNOWN);
    }

    @Test
    void a_checkpoint_is_saved_once_before_the_first_thing_that_changes_anything() throws Exception {
        Guard guard = guard(subject()
                .savingFirst(failure -> done.add("save"))
                .curing(Strategy.retryNow(), fails("restart").times(2, PAUSES), cures("restore")));
        diagnosis = CRASHED;
        guard.round();
        assertThat(done).containsExactly("save", "restart", "restart", "restore");
    }

    @Test
    void a_cure_is_tried_also_if_nothing_could_be_saved() throws Exception {
        Guard guard = guard(subject()
                .savingFirst(failure -> {
                    throw new IllegalStateException("disk full");
                })
                .curing(cures("restart")));
        diagnosis = CRASHED;
        guard.round();
        assertThat(done).containsExactly("restart");
    }

    @Test
    void a_cure_that_throws_is_followed_by_the_next_strategy() throws Exception {
        Guard guard = guard(subject()
                .curing(
                        Strategy.act("restart", failure -> {
                            throw new AssertionError("cannot");
                        }),
                        cures("restore")));
        diagnosis = CRASHED;
        guard.round();
        assertThat(done).containsExactly("restore");
        assertThat(only(RecoveryEvent.Cured.class).tries()).isEqualTo(2);
    }

    @Test
    void when_nothing_helps_somebody_is_called_once_and_it_is_tried_again_after_a_rest() throws Exception {
        Guard guard = guard(subject().curing(fails("restart")));
        diagnosis = CRASHED;
        guard.round();
        assertThat(only(RecoveryEvent.Escalated.class).reason()).isEqualTo("none of [restart] helped");
        guard.round();
        assertThat(done).containsExactly("restart");
        pass(Duration.ofSeconds(2));
        guard.round();
        assertThat(done).containsExactly("restart", "restart");
        only(RecoveryEvent.Escalated.class);
        assertThat(guard.status().condition()).isEqualTo(Condition.ESCALATED);
        assertThat(guard.status()).asString().contains("escalated", "exit code 1", "none of [restart] helped");
        diagnosis = HEALTHY;
        guard.round();
        assertThat(only(RecoveryEvent.Cured.class).by()).isEqualTo("by itself");
    }

    @Test
    void a_spent_budget_calls_somebody_and_stays_visible_until_time_has_passed() throws Exception {
        Guard guard = guard(subject()
                .atMost(new Budget(2, Duration.ofHours(1)))
                .curing(fails("restart").times(5, PAUSES), fails("rebuild")));
        diagnosis = CRASHED;
        guard.round();
        assertThat(done).containsExactly("restart", "restart");
        assertThat(only(RecoveryEvent.Escalated.class).reason()).contains("2 times in PT1H");
        assertThat(guard.status().triesLeft()).isZero();
        guard.retry();
        guard.round();
        assertThat(done).hasSize(2);
        pass(Duration.ofHours(1));
        guard.round();
        assertThat(done).hasSize(4);
    }

    @Test
    void an_open_breaker_ends_the_ladder_at_once() throws Exception {
        Guard guard = guard(subject()
                .breaker(new Breaker.Settings(2, 100, Duration.ofHours(1)))
                .curing(fails("restart").times(50, PAUSES), fails("rebuild")));
        diagnosis = CRASHED;
        guard.round();
        assertThat(done).containsExactly("restart", "restart");
        assertThat(only(RecoveryEvent.Escalated.class).reason()).contains("failed too often");
    }

    @Test
    void what_is_escalated_on_purpose_is_not_tried_again_until_somebody_says_so() throws Exception {
        Guard guard = guard(subject().curing(fails("restart"), Strategy.escalate("the disk is broken")));
        diagnosis = CRASHED;
        guard.round();
        assertThat(only(RecoveryEvent.Escalated.class).reason()).isEqualTo("the disk is broken");
        pass(Duration.ofDays(2));
        guard.round();
        assertThat(done).hasSize(1);
        guard.retry();
        guard.round();
        assertThat(done).hasSize(2);
    }

    @Test
    void without_a_strategy_somebody_is_called() throws Exception {
        Guard guard = guard(subject());
        diagnosis = CRASHED;
        guard.round();
        assertThat(only(RecoveryEvent.Escalated.class).reason()).isEqualTo("nothing is known to do about it");
    }

    @Test
    void pauses_between_tries_grow_and_never_exceed_the_longest() throws Exception {
        Guard guard = guard(subject()
                .confirmingWithin(Duration.ZERO)
                .curing(fails("restart").times(20, PAUSES)));
        diagnosis = CRASHED;
        guard.round();
        assertThat(waited).hasSize(19).allMatch(pause -> pause.compareTo(Duration.ofSeconds(4)) <= 0);
    }

    @Test
    void a_failure_that_turns_into_another_kind_is_cured_as_that_and_each_kind_is_tried_once() throws Exception {
        Guard guard = guard(subject()
                .confirmingWithin(Duration.ZERO)
                .curing(FailureKind.CRASHED, turnsInto("restart", FailureKind.CORRUPTED), fails("never"))
                .curing(FailureKind.CORRUPTED, turnsInto("rebuild", FailureKind.CRASHED), cures("restore")));
        diagnosis = CRASHED;
        guard.round();
        assertThat(done).containsExactly("restart", "rebuild", "restore");
        assertThat(only(RecoveryEvent.FailureDetected.class).kind()).isEqualTo("crashed");
        assertThat(only(RecoveryEvent.Cured.class).tries()).isEqualTo(3);
    }

    private Strategy.Act turnsInto(String what, FailureKind kind) {
        return Strategy.act(what, failure -> {
            done.add(what);
            diagnosis = Diagnosis.failed(kind, what);
        });
    }

    @Test
    void an_interrupt_ends_everything_at_once() {
        Guard guard = new Guard(
                subject()
                        .confirmingWithin(Duration.ZERO)
                        .curing(fails("restart").times(20, PAUSES))
                        .build(),
                events::add,
                () -> Instant.EPOCH,
                () -> now,
                pause -> {
                    throw new InterruptedException();
                });
        diagnosis = CRASHED;
        assertThatThrownBy(guard::round).isInstanceOf(InterruptedException.class);
        assertThat(done).containsExactly("restart");
    }

    @Test
    void what_a_subject_has_not_said_is_as_it_is_set() {
        Settings settings = Settings.read(
                List.of(SupervisionSettings.BUDGET, SupervisionSettings.REST, SupervisionSettings.CURE_TIMEOUT),
                Map.of(
                        "recovery4j.supervision.budget", "2/1h",
                        "recovery4j.supervision.rest", "5s..6s",
                        "recovery4j.supervision.cure-timeout", "7s"),
                Map.of());
        Subject subject = Subject.named("web", () -> diagnosis)
                .resting(PAUSES)
                .curing(FailureKind.CRASHED, fails("restart"))
                .curing(fails("anything"), Strategy.escalate("somebody"))
                .build()
                .tuned(settings);
        assertThat(subject.budget()).isEqualTo(new Budget(2, Duration.ofHours(1)));
        assertThat(subject.rest()).isEqualTo(PAUSES);
        assertThat(subject.interval()).isEqualTo(SECOND);
        for (FailureKind kind : List.of(FailureKind.CRASHED, FailureKind.FROZEN)) {
            assertThat(subject.strategies(kind).get(0)).isInstanceOfSatisfying(Strategy.Act.class, act -> assertThat(
                            act.timeout().value())
                    .isEqualTo(Duration.ofSeconds(7)));
        }
    }

    @Test
    void the_validator_says_whether_a_cure_worked() throws Exception {
        Guard guard = guard(subject()
                .confirming(() -> done.contains("restore") ? HEALTHY : CRASHED, SECOND)
                .curing(cures("restart"), cures("restore")));
        diagnosis = CRASHED;
        guard.round();
        assertThat(done).containsExactly("restart", "restore");
    }
}
