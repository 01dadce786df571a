package io.github.recovery4j.audit;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryEvent.AttemptEnded;
import io.github.recovery4j.event.RecoveryEvent.AttemptStarted;
import io.github.recovery4j.event.RecoveryEvent.CheckFailed;
import io.github.recovery4j.event.RecoveryEvent.CheckRecovered;
import io.github.recovery4j.event.RecoveryEvent.ColdStarted;
import io.github.recovery4j.event.RecoveryEvent.Cured;
import io.github.recovery4j.event.RecoveryEvent.CursorRewound;
import io.github.recovery4j.event.RecoveryEvent.Degraded;
import io.github.recovery4j.event.RecoveryEvent.Discarded;
import io.github.recovery4j.event.RecoveryEvent.EntryNotRestored;
import io.github.recovery4j.event.RecoveryEvent.Escalated;
import io.github.recovery4j.event.RecoveryEvent.FailureDetected;
import io.github.recovery4j.event.RecoveryEvent.Healed;
import io.github.recovery4j.event.RecoveryEvent.HealingExhausted;
import io.github.recovery4j.event.RecoveryEvent.JobUnknown;
import io.github.recovery4j.event.RecoveryEvent.LeaseAcquired;
import io.github.recovery4j.event.RecoveryEvent.LeaseLost;
import io.github.recovery4j.event.RecoveryEvent.LeaseReleased;
import io.github.recovery4j.event.RecoveryEvent.LedgerOpened;
import io.github.recovery4j.event.RecoveryEvent.LedgerRestored;
import io.github.recovery4j.event.RecoveryEvent.LossesAccepted;
import io.github.recovery4j.event.RecoveryEvent.Planned;
import io.github.recovery4j.event.RecoveryEvent.Quarantined;
import io.github.recovery4j.event.RecoveryEvent.QueueOpened;
import io.github.recovery4j.event.RecoveryEvent.Reconciled;
import io.github.recovery4j.event.RecoveryEvent.Repaired;
import io.github.recovery4j.event.RecoveryEvent.RewindExhausted;
import io.github.recovery4j.event.RecoveryEvent.RollbackStarted;
import io.github.recovery4j.event.RecoveryEvent.RolledBack;
import io.github.recovery4j.event.RecoveryEvent.RunParked;
import io.github.recovery4j.event.RecoveryEvent.SagaStuck;
import io.github.recovery4j.event.RecoveryEvent.SaveFailed;
import io.github.recovery4j.event.RecoveryEvent.StepFailed;
import io.github.recovery4j.event.RecoveryEvent.StepUndone;
import io.github.recovery4j.event.RecoveryEvent.StepsOrphaned;
import io.github.recovery4j.event.RecoveryEvent.StopRequested;
import io.github.recovery4j.event.RecoveryEvent.SyncEnded;
import io.github.recovery4j.event.RecoveryEvent.TakeOverPostponed;
import io.github.recovery4j.event.RecoveryEvent.TakenOver;
import io.github.recovery4j.event.RecoveryEvent.UndoFailed;
import io.github.recovery4j.event.RecoveryEvent.UndoSkipped;
import io.github.recovery4j.event.RecoveryEvent.WarmStarted;
import io.github.recovery4j.event.RecoveryEvent.WorkFailed;
import io.github.recovery4j.event.RecoveryEvent.WorkOrphaned;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What is recorded of each kind of event, under which names, and how urgently. Names are a format: once they are in
 * somebody's log, they stay. {@code CheckpointSaved}, {@code ProgressMade}, {@code StepCompleted} and {@code EntryRestored} are left out: they are
 * many, and what they did is in the storage. A test asks for every other kind.
 */
final class Vocabulary {

    private final Map<Class<? extends RecoveryEvent>, Kind<?>> recorded = new HashMap<>();

    Vocabulary() {
        starts();
        runs();
        takeOvers();
        steps();
        rollbacks();
        ledgers();
        queues();
        health();
        supervision();
        warmRestarts();
    }

    private void starts() {
        now(Planned.class, "planned", (event, line) -> {
            event.earlierRun().ifPresentOrElse(line::run, () -> line.job(event.job()));
            line.text(
                            "decision",
                            event.decision().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .text("description", event.description());
        });
        now(LeaseAcquired.class, "lease-acquired", (event, line) -> {
            line.run(event.run()).number("token", event.token());
            event.abandoned().ifPresent(holder -> line.text("abandonedBy", holder.toString()));
        });
        now(Quarantined.class, "quarantined", (event, line) -> line.run(event.run())
                .text("reason", event.reason())
                .text("evidence", event.evidence()));
        soon(Repaired.class, "repaired", (event, line) -> line.run(event.run()).text("what", event.what()));
        now(Discarded.class, "discarded", (event, line) -> line.run(event.run()).text("reason", event.reason()));
        now(Degraded.class, "degraded", (event, line) -> line.job(event.job()).cause(event.cause()));
    }

    private void runs() {
        soon(AttemptStarted.class, "attempt-started", (event, line) -> line.run(event.run())
                .number("attempt", event.attempt())
                .number("resumedFrom", event.resumedFrom())
                .millis("lostWorkMillis", event.lostWork()));
        soon(SaveFailed.class, "save-failed", (event, line) -> line.run(event.run())
                .number("generation", event.generation())
                .cause(event.cause()));
        soon(StopRequested.class, "stop-requested", (event, line) -> line.run(event.run())
                .text("reason", event.reason()));
        soon(LeaseLost.class, "lease-lost", (event, line) -> line.run(event.run()));
        now(AttemptEnded.class, "attempt-ended", (event, line) -> line.run(event.run())
                .text("outcome", event.outcome())
                .millis("tookMillis", Optional.of(event.took())));
        soon(LeaseReleased.class, "lease-released", (event, line) -> line.run(event.run())
                .number("token", event.token()));
    }

    private void takeOvers() {
        soon(TakenOver.class, "taken-over", (event, line) -> line.run(event.run()));
        soon(TakeOverPostponed.class, "take-over-postponed", (event, line) -> line.run(event.run())
                .text("reason", event.reason())
                .millis("retryInMillis", Optional.of(event.retryIn())));
        soon(RunParked.class, "run-parked", (event, line) -> line.run(event.run())
                .text("reason", event.reason()));
        soon(JobUnknown.class, "job-unknown", (event, line) -> line.run(event.run()));
    }

    private void steps() {
        soon(StepFailed.class, "step-failed", (event, line) -> line.run(event.run())
                .text("step", event.step())
                .number("attempt", event.attempt())
                .cause(event.cause())
                .millis("retryInMillis", event.retryIn()));
    }

    private void rollbacks() {
        now(RollbackStarted.class, "rollback-started", (event, line) -> line.run(event.run())
                .text("reason", event.reason())
                .list("steps", event.steps()));
        soon(StepUndone.class, "step-undone", (event, line) -> line.run(event.run())
                .text("step", event.step())
                .number("attempt", event.attempt()));
        soon(UndoFailed.class, "undo-failed", (event, line) -> line.run(event.run())
                .text("step", event.step())
                .number("attempt", event.attempt())
                .cause(event.cause())
                .millis("retryInMillis", event.retryIn()));
        now(UndoSkipped.class, "undo-skipped", (event, line) -> line.run(event.run())
                .text("step", event.step())
                .text("reason", event.reason()));
        now(RolledBack.class, "rolled-back", (event, line) -> line.run(event.run())
                .text("reason", event.reason()));
        now(SagaStuck.class, "saga-stuck", (event, line) -> line.run(event.run())
                .text("reason", event.reason())
                .list("steps", event.steps()));
    }

    private void ledgers() {
        soon(LedgerOpened.class, "ledger-opened", (event, line) -> line.ledger(event.tenant(), event.ledger())
                .number("live", event.live())
                .number("unreadable", event.unreadable()));
        soon(EntryNotRestored.class, "entry-not-restored", (event, line) -> line.ledger(event.tenant(), event.ledger())
                .text("key", event.key())
                .number("attempts", event.attempts())
                .cause(event.cause()));
        soon(LedgerRestored.class, "ledger-restored", (event, line) -> line.ledger(event.tenant(), event.ledger())
                .number("restored", event.restored())
                .number("skipped", event.skipped())
                .number("failed", event.failed())
                .millis("tookMillis", Optional.of(event.took())));
        soon(LossesAccepted.class, "losses-accepted", (event, line) -> line.ledger(event.tenant(), event.ledger())
                .number("losses", event.losses())
                .text("reason", event.reason()));
        soon(Reconciled.class, "reconciled", (event, line) -> line.ledger(event.tenant(), event.ledger())
                .text("differences", event.differences())
                .number("repaired", event.repaired())
                .number("failed", event.failed()));
    }

    private void queues() {
        soon(QueueOpened.class, "queue-opened", (event, line) -> line.queue(event.tenant(), event.queue())
                .number("pending", event.pending())
                .number("takenBack", event.takenBack())
                .number("unreadable", event.unreadable()));
        soon(WorkFailed.class, "work-failed", (event, line) -> line.queue(event.tenant(), event.queue())
                .text("id", event.id())
                .number("attempts", event.attempts())
                .text("reason", event.reason()));
        soon(WorkOrphaned.class, "work-orphaned", (event, line) -> line.queue(event.tenant(), event.queue())
                .text("cursor", event.cursor())
                .number("givenUp", event.givenUp())
                .number("completed", event.completed()));
        soon(CursorRewound.class, "cursor-rewound", (event, line) -> line.text("store", event.store())
                .text("cursor", event.cursor())
                .text("from", event.from())
                .text("to", event.to()));
        soon(StepsOrphaned.class, "steps-orphaned", (event, line) -> line.run(event.run())
                .text("cursor", event.cursor())
                .text("steps", String.join(", ", event.steps())));
        soon(RewindExhausted.class, "rewind-exhausted", (event, line) -> line.text("store", event.store())
                .text("cursor", event.cursor())
                .text("from", event.from())
                .number("checked", event.checked()));
    }

    private void health() {
        soon(CheckFailed.class, "check-failed", (event, line) -> line.text("check", event.check())
                .number("failures", event.failures())
                .text("reason", event.reason()));
        soon(CheckRecovered.class, "check-recovered", (event, line) -> line.text("check", event.check())
                .millis("lastedMillis", Optional.of(event.lasted())));
        soon(Healed.class, "healed", (event, line) -> {
            line.text("check", event.check())
                    .text("what", event.what())
                    .millis("tookMillis", Optional.of(event.took()));
            event.cause().ifPresent(line::cause);
        });
        soon(HealingExhausted.class, "healing-exhausted", (event, line) -> line.text("check", event.check())
                .text("what", event.what()));
    }

    private void supervision() {
        soon(FailureDetected.class, "failure-detected", (event, line) -> line.text("subject", event.subject())
                .text("kind", event.kind())
                .text("reason", event.reason())
                .millis("undetectedMillis", Optional.of(event.undetected())));
        soon(Cured.class, "cured", (event, line) -> line.text("subject", event.subject())
                .text("by", event.by())
                .number("tries", event.tries())
                .millis("tookMillis", Optional.of(event.took())));
        soon(Escalated.class, "escalated", (event, line) -> line.text("subject", event.subject())
                .text("kind", event.kind())
                .number("tries", event.tries())
                .text("reason", event.reason()));
    }

    private void warmRestarts() {
        soon(WarmStarted.class, "warm-started", (event, line) -> line.text("restart", event.restart())
                .number("entries", event.entries())
                .number("doubtful", event.doubtful())
                .list("damages", event.damages()));
        soon(ColdStarted.class, "cold-started", (event, line) -> line.text("restart", event.restart())
                .text("reason", event.reason())
                .text("description", event.description()));
        soon(SyncEnded.class, "sync-ended", (event, line) -> line.text("restart", event.restart())
                .text("ending", event.ending())
                .number("same", event.same())
                .number("changed", event.changed())
                .number("added", event.added())
                .number("deleted", event.deleted())
                .number("suspect", event.suspect())
                .number("owed", event.owed())
                .millis("tookMillis", Optional.of(event.took())));
    }

    private <E extends RecoveryEvent> void now(Class<E> type, String name, BiConsumer<E, Line> content) {
        recorded.put(type, new Kind<>(type, name, true, content));
    }

    private <E extends RecoveryEvent> void soon(Class<E> type, String name, BiConsumer<E, Line> content) {
        recorded.put(type, new Kind<>(type, name, false, content));
    }

    /** How an event is recorded; empty if it is not. */
    Optional<Kind<?>> kind(RecoveryEvent event) {
        return Optional.ofNullable(recorded.get(event.getClass()));
    }

    /**
     * How events of one type are recorded.
     *
     * @param type their type
     * @param name what they are called
     * @param urgent whether whoever sends one waits until it is durable
     * @param content adds the fields
     */
    record Kind<E extends RecoveryEvent>(Class<E> type, String name, boolean urgent, BiConsumer<E, Line> content) {

        Line line(RecoveryEvent event) {
            Line line = new Line(event.at(), name);
            content.accept(type.cast(event), line);
            return line;
        }
    }
}
