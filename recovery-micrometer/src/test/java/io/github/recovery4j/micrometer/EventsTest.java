package io.github.recovery4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryEvent.AttemptResult;
import io.github.recovery4j.event.RecoveryEvent.Decision;
import io.github.recovery4j.event.RecoveryEvent.SyncResult;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.testkit.ManualTime;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of each kind of event. */
class EventsTest {

    private static final Instant AT = Instant.parse("2026-11-21T09:00:00Z");
    private static final RunKey RUN = new RunKey("sync", new RunId("01KAJ8V2N4Q0Z8XW2T5R4C1BNM"));
    private static final Duration TIME = Duration.ofMillis(1500);
    private static final Holder HOLDER = new Holder(new Owner("web-1", 4711, AT), 6, AT);
    private static final Throwable CAUSE = new IOException("No space left on device");
    private static final Optional<Duration> LATER = Optional.of(TIME);
    private static final Optional<Duration> NEVER = Optional.empty();

    private final ManualTime time = ManualTime.startingAt(AT);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RecoveryMetrics metrics = new RecoveryMetrics(3, time);

    /** A count, or how often and how much. */
    private static Map<RecoveryEvent, List<String>> expected() {
        Map<RecoveryEvent, List<String>> meters = new LinkedHashMap<>();
        meters.put(
                new RecoveryEvent.Planned(AT, "sync", Decision.ROLL_BACK, Optional.of(RUN), "Roll back"),
                List.of("recovery4j.plans{decision=roll-back,job.name=sync} 1"));
        meters.put(
                new RecoveryEvent.LeaseAcquired(AT, RUN, 7, Optional.of(HOLDER)),
                List.of("recovery4j.lease.acquired{from=abandoned,job.name=sync} 1"));
        meters.put(
                new RecoveryEvent.LeaseAcquired(AT, RUN, 7, Optional.empty()),
                List.of("recovery4j.lease.acquired{from=free,job.name=sync} 1"));
        meters.put(new RecoveryEvent.LeaseReleased(AT, RUN, 7), List.of("recovery4j.lease.released{job.name=sync} 1"));
        meters.put(new RecoveryEvent.LeaseLost(AT, RUN), List.of("recovery4j.lease.lost{job.name=sync} 1"));
        meters.put(new RecoveryEvent.TakenOver(AT, RUN), List.of("recovery4j.takeover.taken{job.name=sync} 1"));
        meters.put(
                new RecoveryEvent.TakeOverPostponed(AT, RUN, "why", TIME),
                List.of("recovery4j.takeover.postponed{job.name=sync} 1"));
        meters.put(new RecoveryEvent.RunParked(AT, RUN, "why"), List.of("recovery4j.takeover.parked{job.name=sync} 1"));
        meters.put(
                new RecoveryEvent.JobUnknown(AT, "sync", RUN), List.of("recovery4j.takeover.unknown{job.name=sync} 1"));
        meters.put(
                new RecoveryEvent.AttemptStarted(AT, RUN, 2, Optional.of(41L), Optional.of(TIME)),
                List.of(
                        "recovery4j.starts{job.name=sync,start=warm} 1",
                        "recovery4j.lost.work{job.name=sync} 1 1.5",
                        "recovery4j.attempts.running{job.name=sync} 1",
                        "recovery4j.attempts.unsaved{job.name=sync} NaN"));
        meters.put(
                new RecoveryEvent.AttemptStarted(AT, RUN, 1, Optional.empty(), Optional.empty()),
                List.of(
                        "recovery4j.starts{job.name=sync,start=cold} 1",
                        "recovery4j.attempts.running{job.name=sync} 1",
                        "recovery4j.attempts.unsaved{job.name=sync} NaN"));
        meters.put(
                new RecoveryEvent.AttemptEnded(AT, RUN, AttemptResult.TIMED_OUT, "timed out after PT1S", TIME),
                List.of("recovery4j.attempt{job.name=sync,result=timed-out} 1 1.5"));
        meters.put(
                new RecoveryEvent.CheckpointSaved(AT, RUN, 1, 200, TIME),
                List.of("recovery4j.save{job.name=sync} 1 1.5", "recovery4j.save.size{job.name=sync} 1 200"));
        meters.put(
                new RecoveryEvent.SaveFailed(AT, RUN, 42, CAUSE), List.of("recovery4j.save.failures{job.name=sync} 1"));
        meters.put(
                new RecoveryEvent.Quarantined(AT, RUN, "rot", "x.broken-1"),
                List.of("recovery4j.quarantined{job.name=sync} 1"));
        meters.put(new RecoveryEvent.Repaired(AT, RUN, "el"), List.of("recovery4j.repairs{job.name=sync} 1"));
        meters.put(new RecoveryEvent.Discarded(AT, RUN, "gone"), List.of("recovery4j.discarded{job.name=sync} 1"));
        meters.put(new RecoveryEvent.Degraded(AT, "", CAUSE), List.of("recovery4j.degraded{job.name=none} 1"));
        meters.put(new RecoveryEvent.ProgressMade(AT, RUN, 1, 2, 3, LATER), List.of());
        meters.put(new RecoveryEvent.StopRequested(AT, RUN, "why"), List.of("recovery4j.stops{job.name=sync} 1"));
        meters.put(
                new RecoveryEvent.StepCompleted(AT, RUN, "hotel", 2, 30),
                List.of(
                        "recovery4j.step.completed{job.name=sync,step=hotel} 1",
                        "recovery4j.step.result.size{job.name=sync} 1 30"));
        meters.put(
                new RecoveryEvent.StepFailed(AT, RUN, "hotel", 2, CAUSE, LATER),
                List.of("recovery4j.step.failures{job.name=sync,step=hotel,then=retry} 1"));
        meters.put(
                new RecoveryEvent.StepFailed(AT, RUN, "hotel", 2, CAUSE, NEVER),
                List.of("recovery4j.step.failures{job.name=sync,step=hotel,then=thrown} 1"));
        meters.put(
                new RecoveryEvent.StepsOrphaned(AT, RUN, "blocks", List.of("a", "b")),
                List.of("recovery4j.step.orphaned{cursor=blocks,job.name=sync} 2"));
        meters.put(
                new RecoveryEvent.RollbackStarted(AT, RUN, "why", List.of("hotel")),
                List.of("recovery4j.saga.rollbacks{job.name=sync,state=begun} 1"));
        meters.put(
                new RecoveryEvent.RolledBack(AT, RUN, "why"),
                List.of("recovery4j.saga.rollbacks{job.name=sync,state=rolled-back} 1"));
        meters.put(
                new RecoveryEvent.SagaStuck(AT, RUN, "why", List.of("hotel")),
                List.of("recovery4j.saga.rollbacks{job.name=sync,state=stuck} 1"));
        meters.put(
                new RecoveryEvent.StepUndone(AT, RUN, "hotel", 1),
                List.of("recovery4j.saga.undo{job.name=sync,result=undone} 1"));
        meters.put(
                new RecoveryEvent.UndoFailed(AT, RUN, "hotel", 1, CAUSE, LATER),
                List.of("recovery4j.saga.undo{job.name=sync,result=retry} 1"));
        meters.put(
                new RecoveryEvent.UndoFailed(AT, RUN, "hotel", 1, CAUSE, NEVER),
                List.of("recovery4j.saga.undo{job.name=sync,result=failed} 1"));
        meters.put(
                new RecoveryEvent.UndoSkipped(AT, RUN, "hotel", "by hand"),
                List.of("recovery4j.saga.undo{job.name=sync,result=skipped} 1"));
        meters.put(
                new RecoveryEvent.LedgerOpened(AT, "acme", "services", 5, 2),
                List.of(
                        "recovery4j.ledger.opened{ledger=services} 1",
                        "recovery4j.ledger.unreadable{ledger=services} 2"));
        meters.put(
                new RecoveryEvent.EntryRestored(AT, "", "services", "web"),
                List.of("recovery4j.ledger.entries{ledger=services,result=restored} 1"));
        meters.put(
                new RecoveryEvent.EntryNotRestored(AT, "", "services", "web", 3, CAUSE),
                List.of("recovery4j.ledger.entries{ledger=services,result=failed} 1"));
        meters.put(
                new RecoveryEvent.LedgerRestored(AT, "", "services", 5, 4, 3, TIME),
                List.of(
                        "recovery4j.ledger.entries{ledger=services,result=skipped} 4",
                        "recovery4j.ledger.restore{ledger=services} 1 1.5"));
        meters.put(
                new RecoveryEvent.LossesAccepted(AT, "", "services", 6, "why"),
                List.of("recovery4j.ledger.losses.accepted{ledger=services} 6"));
        meters.put(
                new RecoveryEvent.Reconciled(AT, "", "services", "web is missing", 2, 1),
                List.of(
                        "recovery4j.reconcile.differences{ledger=services} 1",
                        "recovery4j.reconcile.repairs{ledger=services,result=done} 2",
                        "recovery4j.reconcile.repairs{ledger=services,result=failed} 1"));
        meters.put(
                new RecoveryEvent.QueueOpened(AT, "acme", "payments", 5, 2, 1),
                List.of(
                        "recovery4j.queue.opened{queue=payments} 1",
                        "recovery4j.queue.taken.back{queue=payments} 2",
                        "recovery4j.queue.unreadable{queue=payments} 1"));
        meters.put(
                new RecoveryEvent.WorkFailed(AT, "", "payments", "order-17", 5, "why"),
                List.of("recovery4j.queue.failures{queue=payments} 1"));
        meters.put(
                new RecoveryEvent.WorkOrphaned(AT, "", "payments", "blocks", 3, 2),
                List.of(
                        "recovery4j.queue.orphaned{cursor=blocks,queue=payments,result=given-up} 3",
                        "recovery4j.queue.orphaned{cursor=blocks,queue=payments,result=completed} 2"));
        meters.put(
                new RecoveryEvent.CursorRewound(AT, "sync/" + RUN.id(), "blocks", "9", "7"),
                List.of("recovery4j.cursor.rewinds{cursor=blocks,result=rewound} 1"));
        meters.put(
                new RecoveryEvent.RewindExhausted(AT, "sync/" + RUN.id(), "blocks", "9", 64),
                List.of("recovery4j.cursor.rewinds{cursor=blocks,result=exhausted} 1"));
        meters.put(
                new RecoveryEvent.CheckFailed(AT, "disk", 3, "full"),
                List.of("recovery4j.check.failures{check=disk} 1"));
        meters.put(
                new RecoveryEvent.CheckRecovered(AT, "disk", TIME), List.of("recovery4j.check.down{check=disk} 1 1.5"));
        meters.put(
                new RecoveryEvent.Healed(AT, "disk", "clean", Optional.empty(), TIME),
                List.of("recovery4j.check.healing{check=disk,result=done} 1 1.5"));
        meters.put(
                new RecoveryEvent.Healed(AT, "disk", "clean", Optional.of(CAUSE), TIME),
                List.of("recovery4j.check.healing{check=disk,result=failed} 1 1.5"));
        meters.put(
                new RecoveryEvent.HealingExhausted(AT, "disk", "clean"),
                List.of("recovery4j.check.exhausted{check=disk} 1"));
        meters.put(
                new RecoveryEvent.FailureDetected(AT, "indexer", "frozen", "why", TIME),
                List.of("recovery4j.subject.detection{kind=frozen,subject=indexer} 1 1.5"));
        meters.put(
                new RecoveryEvent.Cured(AT, "indexer", "restart", 1, TIME),
                List.of("recovery4j.subject.recovery{kind=none,subject=indexer} 1 1.5"));
        meters.put(
                new RecoveryEvent.Escalated(AT, "indexer", "frozen", 3, "why"),
                List.of("recovery4j.subject.escalations{kind=frozen,subject=indexer} 1"));
        meters.put(
                new RecoveryEvent.WarmStarted(AT, "ports", 9, 2, List.of("rot")),
                List.of(
                        "recovery4j.warm.starts{restart=ports,start=warm} 1",
                        "recovery4j.warm.damages{restart=ports} 1",
                        "recovery4j.warm.doubtful{restart=ports} 2"));
        meters.put(
                new RecoveryEvent.ColdStarted(AT, "ports", "too-old", "why"),
                List.of("recovery4j.warm.starts{restart=ports,start=too-old} 1"));
        meters.put(
                new RecoveryEvent.SyncEnded(AT, "ports", SyncResult.PARTIAL, "partial: why", 1, 2, 3, 4, 5, 6, TIME),
                List.of(
                        "recovery4j.warm.sync{restart=ports,result=partial} 1 1.5",
                        "recovery4j.warm.entries{restart=ports,result=same} 1",
                        "recovery4j.warm.entries{restart=ports,result=changed} 2",
                        "recovery4j.warm.entries{restart=ports,result=added} 3",
                        "recovery4j.warm.entries{restart=ports,result=deleted} 4",
                        "recovery4j.warm.entries{restart=ports,result=suspect} 5",
                        "recovery4j.warm.entries{restart=ports,result=owed} 6"));
        return meters;
    }

    static Stream<Arguments> events() {
        return expected().entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    @ParameterizedTest
    @MethodSource("events")
    void is_counted(RecoveryEvent event, List<String> meters) {
        metrics.bindTo(registry);
        metrics.on(event);
        assertThat(told()).containsExactlyInAnyOrderElementsOf(meters);
    }

    /** What is not 0. */
    private List<String> told() {
        return registry.getMeters().stream()
                .map(EventsTest::text)
                .filter(text -> !text.endsWith(" 0"))
                .toList();
    }

    private static String text(Meter meter) {
        String tags = meter.getId().getTags().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(",", "{", "}"));
        List<String> values = new ArrayList<>();
        for (Measurement each : meter.measure()) {
            if (each.getStatistic() != Statistic.MAX) {
                double value = each.getValue();
                values.add(value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value));
            }
        }
        return meter.getId().getName() + tags + " " + String.join(" ", values);
    }

    @Test
    void every_kind_of_event_is_counted_or_left_out_on_purpose() {
        assertThat(metrics.routes().known()).containsExactlyInAnyOrder(kinds());
        assertThat(metrics.routes().leftOut()).containsOnlyKeys("ProgressMade");
        Set<Class<?>> tried = expected().keySet().stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(tried).containsExactlyInAnyOrder(kinds());
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends RecoveryEvent>[] kinds() {
        return (Class<? extends RecoveryEvent>[]) RecoveryEvent.class.getPermittedSubclasses();
    }

    @Test
    void every_counter_and_timer_is_told_something_by_some_event() {
        metrics.bindTo(registry);
        expected().keySet().forEach(metrics::on);
        List<String> others = RecoveryMetrics.definitions().stream()
                .filter(each -> each.kind() != Definition.Kind.GAUGE)
                .map(Definition::name)
                .filter(name -> registry.find(name).meters().isEmpty())
                .toList();
        assertThat(others).containsExactlyInAnyOrder("recovery4j.recovery"); // needs two events
    }

    @Test
    void no_tag_has_a_run_a_key_or_a_reason() {
        metrics.bindTo(registry);
        expected().keySet().forEach(metrics::on);
        assertThat(registry.getMeters())
                .flatMap(meter -> meter.getId().getTags())
                .extracting(io.micrometer.core.instrument.Tag::getValue)
                .doesNotContain(RUN.id().text(), "sync/" + RUN.id(), "web", "order-17", "why", "full", "acme");
    }

    @Test
    void what_is_counted_of_a_job_is_there_with_0_as_soon_as_the_job_is_known() {
        metrics.bindTo(registry);
        metrics.on(new RecoveryEvent.StopRequested(AT, RUN, "why"));
        assertThat(registry.get("recovery4j.save.failures").counter().count()).isZero();
        assertThat(registry.get("recovery4j.plans").counters()).hasSize(Decision.values().length);
        assertThat(registry.find("recovery4j.save").timers()).isEmpty();
        assertThat(registry.find("recovery4j.check.failures").counters()).isEmpty();
    }

    @Test
    void the_time_to_recover_a_run_is_measured_from_its_lease_on() {
        metrics.bindTo(registry);
        metrics.on(new RecoveryEvent.LeaseAcquired(AT, RUN, 7, Optional.empty()));
        time.advance(Duration.ofSeconds(3));
        metrics.on(new RecoveryEvent.Quarantined(AT, RUN, "rot", "x.broken-1"));
        metrics.on(new RecoveryEvent.AttemptStarted(AT, RUN, 2, Optional.of(41L), Optional.of(TIME)));
        assertThat(told()).contains("recovery4j.recovery{job.name=sync} 1 3", "recovery4j.fallbacks{job.name=sync} 1");
    }

    @Test
    void a_cold_start_recovers_nothing_and_falls_back_to_nothing() {
        metrics.bindTo(registry);
        metrics.on(new RecoveryEvent.LeaseAcquired(AT, RUN, 7, Optional.empty()));
        metrics.on(new RecoveryEvent.Quarantined(AT, RUN, "rot", "x.broken-1"));
        metrics.on(new RecoveryEvent.AttemptStarted(AT, RUN, 1, Optional.empty(), Optional.empty()));
        assertThat(registry.find("recovery4j.recovery").timers()).isEmpty();
        assertThat(registry.get("recovery4j.fallbacks").counter().count()).isZero();
    }

    @Test
    void what_a_crash_would_cost_grows_until_the_next_save_and_is_unknown_when_nothing_runs() {
        metrics.bindTo(registry);
        metrics.on(new RecoveryEvent.AttemptStarted(AT, RUN, 1, Optional.empty(), Optional.empty()));
        metrics.on(new RecoveryEvent.CheckpointSaved(AT, RUN, 1, 2, TIME));
        time.advance(Duration.ofSeconds(90));
        assertThat(unsaved()).isEqualTo(90);
        metrics.on(new RecoveryEvent.CheckpointSaved(AT, RUN, 2, 2, TIME));
        assertThat(unsaved()).isZero();
        metrics.on(new RecoveryEvent.AttemptEnded(AT, RUN, AttemptResult.COMPLETED, "completed", TIME));
        assertThat(unsaved()).isNaN();
        assertThat(registry.get("recovery4j.attempts.running").gauge().value()).isZero();
    }

    private double unsaved() {
        return registry.get("recovery4j.attempts.unsaved").gauge().value();
    }

    @Test
    void a_run_that_is_given_back_or_lost_without_a_word_does_not_go_on() {
        metrics.bindTo(registry);
        metrics.on(new RecoveryEvent.AttemptStarted(AT, RUN, 1, Optional.empty(), Optional.empty()));
        metrics.on(new RecoveryEvent.LeaseReleased(AT, RUN, 7));
        assertThat(registry.get("recovery4j.attempts.running").gauge().value()).isZero();
    }

    @Test
    void what_helped_is_counted_with_the_kind_of_failure_that_was_detected() {
        metrics.bindTo(registry);
        metrics.on(new RecoveryEvent.FailureDetected(AT, "indexer", "frozen", "why", TIME));
        metrics.on(new RecoveryEvent.Cured(AT, "indexer", "restart", 1, TIME));
        assertThat(told()).contains("recovery4j.subject.recovery{kind=frozen,subject=indexer} 1 1.5");
    }

    @Test
    void a_time_by_a_clock_that_was_set_back_is_not_measured() {
        metrics.bindTo(registry);
        metrics.on(new RecoveryEvent.AttemptStarted(AT, RUN, 2, Optional.of(41L), Optional.of(Duration.ofSeconds(-1))));
        assertThat(registry.find("recovery4j.lost.work").timers()).isEmpty();
    }

    @Test
    void further_names_are_counted_as_other_and_known_ones_as_before() {
        metrics.bindTo(registry);
        for (String job : List.of("a", "b", "c", "d", "e", "a")) {
            metrics.on(new RecoveryEvent.Planned(AT, job, Decision.FRESH, Optional.empty(), ""));
        }
        assertThat(told())
                .containsExactlyInAnyOrder(
                        "recovery4j.plans{decision=fresh,job.name=a} 2",
                        "recovery4j.plans{decision=fresh,job.name=b} 1",
                        "recovery4j.plans{decision=fresh,job.name=c} 1",
                        "recovery4j.plans{decision=fresh,job.name=other} 2");
    }

    @Test
    void however_many_names_a_program_makes_up_there_are_few_series() {
        metrics.bindTo(registry);
        for (int number = 0; number < 50; number++) {
            RunKey run = new RunKey("job-" + number % 10, RUN.id());
            metrics.on(new RecoveryEvent.StepCompleted(AT, run, "page-" + number, 1, 1));
        }
        Collection<Meter> series = registry.get("recovery4j.step.completed").meters();
        assertThat(series).hasSizeLessThanOrEqualTo(2 * 3 + 1);
        assertThat(series.stream()
                        .mapToDouble(each -> each.measure().iterator().next().getValue())
                        .sum())
                .isEqualTo(50);
    }

    @Test
    void without_a_registry_nothing_is_thrown() {
        assertThatCode(() -> expected().keySet().forEach(metrics::on)).doesNotThrowAnyException();
    }
}
