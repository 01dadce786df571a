package io.github.recovery4j.saga;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.step.Compensations;
import io.github.recovery4j.step.RetryPolicy;
import io.github.recovery4j.step.StepContext;
import io.github.recovery4j.step.StepJournal;
import io.github.recovery4j.step.StepRecord;
import io.github.recovery4j.step.StepRecord.Kind;
import io.github.recovery4j.step.StepStatus;
import io.github.recovery4j.step.StepTools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Undoes the completed steps of a run, the one that was completed last first. Invariants:
 *
 * <ol>
 *   <li>That the run is rolled back is recorded before anything is undone; from then on no process works on it any more,
 *       they only go on undoing.
 *   <li>A step whose undoing is recorded, or was skipped, is never undone again.
 *   <li>A step that cannot be undone does not keep the others from it; it stays recorded as it is.
 * </ol>
 *
 * <p>One thread.
 */
public final class Rollback {

    private static final Logger log = LoggerFactory.getLogger(Rollback.class);

    private final StepTools tools;
    private final StepJournal journal;
    private final Compensations compensations;
    private final RetryPolicy retry;
    private final List<String> undone = new ArrayList<>();
    private final List<StuckStep> stuck = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    /**
     * Prepares a rollback.
     *
     * @param tools what to work with
     * @param journal the journal of the run
     * @param compensations how its steps are undone
     * @param retry how often each is tried
     */
    public Rollback(StepTools tools, StepJournal journal, Compensations compensations, RetryPolicy retry) {
        this.tools = tools;
        this.journal = journal;
        this.compensations = compensations;
        this.retry = retry;
    }

    /**
     * Records that the run is rolled back, unless that is recorded already: no step is begun any more.
     *
     * @param why for what reason
     * @throws io.github.recovery4j.checkpoint.FencedException if the run belongs to somebody else now
     * @throws io.github.recovery4j.checkpoint.StoreException if it could not be recorded
     */
    public void begin(String why) {
        if (journal.history().rollback().isEmpty()) {
            journal.record(StepRecord.of(Kind.ROLLBACK, "", 0, why));
        }
    }

    /**
     * Begins the rollback, or goes on with it.
     *
     * @param why recorded if it begins now
     * @return how far it came
     * @throws io.github.recovery4j.checkpoint.FencedException if the run belongs to somebody else now
     * @throws io.github.recovery4j.checkpoint.StoreException if something could not be recorded; nothing more is undone
     *     then, and the next start goes on
     */
    public RollbackReport carryOut(String why) {
        begin(why);
        String reason = journal.history().rollback().orElse(why);
        List<StepStatus> pending = journal.history().pending();
        List<String> names = pending.stream().map(StepStatus::name).toList();
        log.info("Run {} is rolled back ({}), to undo: {}", journal.run(), reason, names);
        tools.listener().on(new RecoveryEvent.RollbackStarted(tools.clock().instant(), journal.run(), reason, names));
        pending.forEach(this::undo);
        RollbackReport report = new RollbackReport(reason, undone, stuck, failures);
        tell(report);
        return report;
    }

    private void tell(RollbackReport report) {
        if (report.complete()) {
            tools.listener().on(new RecoveryEvent.RolledBack(tools.clock().instant(), journal.run(), report.reason()));
            return;
        }
        log.warn(
                "The rollback of run {} is stuck: {}; the next start tries again, and sagas().skip(…) gives a step up",
                journal.run(),
                report.stuck());
        tools.listener()
                .on(new RecoveryEvent.SagaStuck(
                        tools.clock().instant(),
                        journal.run(),
                        report.reason(),
                        report.stuck().stream().map(StuckStep::step).toList()));
    }

    private void undo(StepStatus step) {
        if (Thread.currentThread().isInterrupted()) {
            stuck.add(StuckStep.of(step, "the rollback was interrupted"));
            return;
        }
        Optional<Compensations.Known<?>> known = compensations.find(step);
        if (known.isPresent()) {
            undo(step.name(), known.get());
        } else {
            failed(
                    step,
                    new IllegalStateException("nothing in this process knows how to undo it; declare '%s' for the job"
                            .formatted(step.completion().orElseThrow().compensation())),
                    Optional.empty());
        }
    }

    private <T extends @Nullable Object> void undo(String name, Compensations.Known<T> known) {
        for (int tries = 1; ; tries++) {
            Optional<Exception> failure = tried(name, known);
            if (failure.isEmpty()) {
                return;
            }
            boolean last = tries >= retry.maxAttempts()
                    || !retry.retryable().test(failure.get())
                    || failure.get() instanceof InterruptedException;
            StepStatus status = journal.history().status(name);
            Optional<Duration> pause = last ? Optional.empty() : Optional.of(retry.pause(tries));
            failed(status, failure.get(), pause);
            if (pause.isEmpty() || !paused(status, pause.get())) {
                return;
            }
        }
    }

    private <T extends @Nullable Object> Optional<Exception> tried(String name, Compensations.Known<T> known) {
        StepStatus before = journal.history().status(name);
        int number = before.undoing().attempts() + 1;
        journal.record(StepRecord.of(Kind.UNDO_STARTED, name, number, ""));
        try {
            T result = tools.decode(name, before.completion().orElseThrow(), known.type());
            known.undo().undo(result, StepContext.undoing(journal.run().id(), before, number));
        } catch (Exception e) {
            return Optional.of(e);
        }
        journal.record(StepRecord.of(Kind.UNDONE, name, number, ""));
        undone.add(name);
        log.info("Step '{}' of run {} is undone", name, journal.run());
        tools.listener().on(new RecoveryEvent.StepUndone(tools.clock().instant(), journal.run(), name, number));
        return Optional.empty();
    }

    private void failed(StepStatus step, Exception failure, Optional<Duration> pause) {
        int number = step.undoing().attempts();
        journal.record(StepRecord.of(Kind.UNDO_FAILED, step.name(), number, failure.toString()));
        log.warn(
                "Step '{}' of run {} could not be undone in try {} ({}); {}",
                step.name(),
                journal.run(),
                number,
                failure.toString(),
                pause.map(time -> "it is tried again in " + time).orElse("it is left, the others go on"));
        tools.listener()
                .on(new RecoveryEvent.UndoFailed(
                        tools.clock().instant(), journal.run(), step.name(), number, failure, pause));
        if (pause.isEmpty()) {
            stuck.add(StuckStep.of(step, failure.toString()));
            failures.add(failure);
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean paused(StepStatus step, Duration pause) {
        try {
            tools.waiter().await(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stuck.add(StuckStep.of(step, "the rollback was interrupted"));
            return false;
        }
    }
}
