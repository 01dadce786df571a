package io.github.recovery4j.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.step.Breaker;
import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Budget;
import io.github.recovery4j.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is counted of failures and cures; every look takes a second, every cure ten. */
@Timeout(60)
class FailureMetricsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final BackOff PAUSES = new BackOff(SECOND, SECOND);
    private static final FailureKind CRASHED = FailureKind.CRASHED;
    private static final FailureKind FROZEN = FailureKind.FROZEN;

    private final List<RecoveryEvent> events = new ArrayList<>();
    private volatile Diagnosis diagnosis = Diagnosis.healthy();
    private volatile Duration now = Duration.ZERO;

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Guard guard(Strategy... strategies) {
        Subject subject = Subject.named("web", () -> {
                    pass(SECOND);
                    return diagnosis;
                })
                .confirmingWithin(Duration.ZERO)
                .breaker(new Breaker.Settings(1000, 100, SECOND))
                .resting(PAUSES)
                .atMost(new Budget(100, Duration.ofDays(1)))
                .curing(strategies)
                .build();
        return new Guard(subject, events::add, () -> Instant.EPOCH, () -> now.toNanos(), this::pass);
    }

    private Strategy.Act cures() {
        return Strategy.act("restart", failure -> {
            pass(SECOND.multipliedBy(10));
            diagnosis = Diagnosis.healthy();
        });
    }

    private static Strategy.Act fails() {
        return Strategy.act("hope", failure -> {});
    }

    private void fail(FailureKind kind) {
        diagnosis = Diagnosis.failed(kind, "seen");
    }

    private static Optional<Durations> once(long seconds) {
        return Optional.of(Durations.with(Optional.empty(), Duration.ofSeconds(seconds)));
    }

    @Test
    void what_never_failed_has_no_metrics() throws Exception {
        Guard guard = guard(cures());
        guard.round();
        assertThat(guard.status().failures()).isEmpty();
        assertThat(guard.status().metrics()).isEqualTo(FailureMetrics.NONE);
        assertThat(FailureMetrics.NONE.timeToDetect()).isEmpty();
        assertThat(FailureMetrics.NONE.timeToRecover()).isEmpty();
    }

    @Test
    void the_time_to_detect_is_that_since_the_begin_of_the_last_look_that_found_it_well() throws Exception {
        Guard guard = guard(cures());
        guard.round(); // 0 to 1 s
        pass(SECOND.multipliedBy(4));
        fail(CRASHED);
        guard.round(); // 5 to 6 s, cured at 16 s, confirmed at 17 s
        assertThat(guard.status().failures().get(CRASHED)).isEqualTo(new FailureMetrics(1, 1, 0, 1, once(6), once(11)));
        assertThat(events)
                .filteredOn(RecoveryEvent.FailureDetected.class::isInstance)
                .extracting(event -> ((RecoveryEvent.FailureDetected) event).undetected())
                .containsExactly(Duration.ofSeconds(6));
    }

    @Test
    void after_a_cure_the_look_that_confirmed_it_counts() throws Exception {
        Guard guard = guard(cures());
        guard.round();
        fail(CRASHED);
        guard.round();
        fail(CRASHED);
        guard.round();
        Durations detections =
                guard.status().failures().get(CRASHED).timeToDetect().orElseThrow();
        assertThat(detections.count()).isEqualTo(2);
        assertThat(detections.max())
                .isEqualTo(Duration.ofSeconds(2)); // the look that confirmed, and the one that found
    }

    @Test
    void of_what_was_never_seen_well_nobody_knows_how_long_it_went_unnoticed() throws Exception {
        Guard guard = guard(cures());
        fail(CRASHED);
        guard.round();
        FailureMetrics metrics = guard.status().failures().get(CRASHED);
        assertThat(metrics.failures()).isEqualTo(1);
        assertThat(metrics.timeToDetect()).isEmpty();
        assertThat(metrics.timeToRecover()).isPresent();
    }

    @Test
    void a_failure_counts_once_with_all_that_was_tried_and_as_what_it_was_found() throws Exception {
        Guard guard = guard(Strategy.retryNow(), fails().times(2, PAUSES));
        guard.round();
        fail(CRASHED);
        guard.round();
        pass(SECOND.multipliedBy(10));
        fail(FROZEN);
        guard.round();
        assertThat(guard.status().failures()).containsOnlyKeys(CRASHED);
        assertThat(guard.status().metrics()).isEqualTo(new FailureMetrics(1, 0, 1, 6, once(2), Optional.empty()));
        diagnosis = Diagnosis.healthy();
        guard.round();
        assertThat(guard.status().metrics().cured()).isEqualTo(1);
        assertThat(guard.status().cures()).isEqualTo(1);
    }

    @Test
    void kinds_are_counted_apart_and_add_up() throws Exception {
        Guard guard = guard(cures());
        guard.round();
        for (FailureKind kind : List.of(FROZEN, CRASHED, FROZEN)) {
            fail(kind);
            guard.round();
        }
        assertThat(guard.status().failures()).containsOnlyKeys(FROZEN, CRASHED);
        assertThat(guard.status().failures().keySet()).containsExactly(FROZEN, CRASHED);
        assertThat(guard.status().failures().get(FROZEN).cured()).isEqualTo(2);
        FailureMetrics all = guard.status().metrics();
        assertThat(all.failures()).isEqualTo(3);
        assertThat(all.attempts()).isEqualTo(3);
        assertThat(all.timeToRecover().orElseThrow().count()).isEqualTo(3);
    }
}
