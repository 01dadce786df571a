package io.github.recovery4j.job;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.saga.RollbackReport;
import io.github.recovery4j.saga.StuckSaga;
import io.github.recovery4j.step.Compensations;
import io.github.recovery4j.step.RetryPolicy;
import io.github.recovery4j.step.StepHistory;
import io.github.recovery4j.step.StepJournal;
import io.github.recovery4j.step.StepRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For operators: the runs whose rollback is not complete. Whoever changes one owns it meanwhile, so nobody else works on
 * it. Safe for use by many threads.
 */
public final class Sagas {

    private static final Logger log = LoggerFactory.getLogger(Sagas.class);

    private final Services services;
    private final RunAccess access;
    private final Timers timers;

    Sagas(Services services, RunAccess access, Timers timers) {
        this.services = services;
        this.access = access;
        this.timers = timers;
    }

    /**
     * {@return the runs of all jobs whose rollback has begun, and which nobody is working on} Nothing is taken or
     * changed.
     *
     * @throws io.github.recovery4j.checkpoint.StoreException if the storage cannot be read
     */
    public List<StuckSaga> stuck() {
        CheckpointStore store = services.storage().checkpoints();
        return store.jobs().stream()
                .flatMap(job -> store.runs(job).stream())
                .filter(run ->
                        services.storage().leases().holder(LeaseKey.of(run)).isEmpty())
                .flatMap(run -> look(run).stream())
                .toList();
    }

    /** What a newer release has written hides none of the others. */
    private Optional<StuckSaga> look(RunKey run) {
        try {
            return StuckSaga.of(run, StepHistory.read(services.storage().journals(), run));
        } catch (UnsupportedFormatException e) {
            log.warn("It cannot be told whether run {} is stuck: {}", run, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Goes on with the rollback of a run, as the next start of its job would. When it is complete, the run is over.
     *
     * @param job the definition of its job, which knows the compensations
     * @param run which
     * @return how far it came
     * @throws IllegalArgumentException if there is no such run of the job, or it is not rolled back
     * @throws io.github.recovery4j.lease.LeaseException if it is being worked on
     */
    public RollbackReport retry(RecoverableJob<?, ?, ?> job, RunId run) {
        RunKey key = access.find(run);
        if (!key.job().equals(job.name())) {
            throw new IllegalArgumentException("Run %s is none of job '%s'".formatted(key, job.name()));
        }
        return owning(key, job.compensations().forAttempt(), job.rollback().retry(), undoing -> {
            if (!undoing.begun()) {
                throw new IllegalArgumentException("Run %s is not being rolled back".formatted(key));
            }
            RollbackReport report = undoing.carryOut("");
            if (report.complete()) {
                undoing.remove();
            }
            return report;
        });
    }

    /**
     * Decides that a step is not undone, for instance because somebody did that by hand. When nothing else is left, the
     * run is over.
     *
     * @param run which
     * @param step the name of a step that is to be undone
     * @param reason why not, for the record
     * @throws IllegalArgumentException if there is no such run, or the step is not to be undone
     * @throws io.github.recovery4j.lease.LeaseException if the run is being worked on
     */
    public void skip(RunId run, String step, String reason) {
        RunKey key = access.find(run);
        owning(key, Compensations.none(), RetryPolicy.NONE, undoing -> {
            if (!undoing.begun() || !undoing.journal().history().status(step).pending()) {
                throw new IllegalArgumentException("Step '%s' of run %s is not to be undone".formatted(step, key));
            }
            undoing.journal().record(StepRecord.of(StepRecord.Kind.UNDO_SKIPPED, step, 0, reason));
            log.info("Step '{}' of run {} is not undone: {}", step, key, reason);
            services.listener()
                    .on(new RecoveryEvent.UndoSkipped(services.clock().instant(), key, step, reason));
            if (!undoing.due()) {
                undoing.carryOut("");
                undoing.remove();
            }
            return true;
        });
    }

    private <T> T owning(RunKey run, Compensations compensations, RetryPolicy retry, Operation<T> operation) {
        Lease lease = access.own(run);
        List<Future<?>> watches = watch(run, lease);
        try (StepJournal journal = StepJournal.open(services.storage().journals(), run, lease.token(), true)) {
            return operation.apply(new Undoing(services, journal, lease.token(), compensations, retry));
        } finally {
            watches.forEach(watch -> watch.cancel(false));
            lease.release();
        }
    }

    /** Whoever has lost it records nothing any more, so nobody has to be stopped. */
    private List<Future<?>> watch(RunKey run, Lease lease) {
        Duration ttl = access.settings().leaseTtl();
        LeaseKeeper keeper = new LeaseKeeper(lease, ttl, services.ticker(), () -> lost(run));
        return timers.watchLease(ttl, keeper);
    }

    private void lost(RunKey run) {
        log.warn("The lease of run {} was lost; what is still being undone is not recorded", run);
        services.listener().on(new RecoveryEvent.LeaseLost(services.clock().instant(), run));
    }

    @FunctionalInterface
    private interface Operation<T> {
        T apply(Undoing undoing);
    }
}
