package io.github.recovery4j.job;

import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.saga.Rollback;
import io.github.recovery4j.saga.RollbackReport;
import io.github.recovery4j.step.Compensations;
import io.github.recovery4j.step.RetryPolicy;
import io.github.recovery4j.step.StepJournal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an owned run by undoing it, and removes it if that is complete.
 *
 * @param services what to work with
 * @param journal the journal of the run
 * @param token the right to remove it
 * @param compensations how its steps are undone
 * @param retry how often each is tried
 */
record Undoing(Services services, StepJournal journal, long token, Compensations compensations, RetryPolicy retry) {

    private static final Logger log = LoggerFactory.getLogger(Undoing.class);

    boolean begun() {
        return journal.history().rollback().isPresent();
    }

    /** Whether a failure leaves something that has to be undone. */
    boolean due() {
        return !journal.history().pending().isEmpty();
    }

    RollbackReport carryOut(String reason) {
        return rollback().carryOut(reason);
    }

    private Rollback rollback() {
        return new Rollback(services.stepTools(), journal, compensations, retry);
    }

    /** Ends a run when nobody is in a step of it any more, which is waited for. */
    <R extends @Nullable Object> RunOutcome<R> end(
            String reason, Optional<Throwable> cause, Runnable quiet, RunOutcome.Details details) {
        try {
            rollback().begin(reason);
            quiet.run();
            RollbackReport report = carryOut(reason);
            cause.ifPresent(original ->
                    report.failures().stream().filter(e -> e != original).forEach(original::addSuppressed));
            return report.complete()
                    ? new RunOutcome.RolledBack<>(report.reason(), cause, report.undone(), removed(details))
                    : new RunOutcome.Stuck<>(report.reason(), cause, report.stuck(), details);
        } catch (StoreException e) {
            log.warn("The rollback of run {} was cut short, the next start goes on: {}", journal.run(), e.getMessage());
            cause.filter(original -> original != e).ifPresent(original -> original.addSuppressed(e));
            return new RunOutcome.Failed<>(cause.orElse(e), details);
        }
    }

    private RunOutcome.Details removed(RunOutcome.Details details) {
        return remove().map(details::with).orElse(details);
    }

    /** Removes the run that is undone; tells what failed. The next start then finds nothing to undo, and removes it. */
    Optional<Throwable> remove() {
        journal.close();
        try {
            services.storage().checkpoints().remove(journal.run(), token);
            return Optional.empty();
        } catch (StoreException e) {
            log.warn(
                    "Run {} is rolled back, but could not be removed; the next start does that: {}",
                    journal.run(),
                    e.getMessage());
            return Optional.of(e);
        }
    }
}
