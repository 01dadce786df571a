package io.github.recovery4j.job;

import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.plan.Claims;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.storage.Storage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs, each on the thread of its caller, any number at the same time. Safe for use by many threads.
 */
public final class JobRunner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

    private final Services services;
    private final Settings settings;
    private final Supplier<Storage> substitute;
    private final ActiveStarts active = new ActiveStarts();
    private final Timers timers = new Timers();

    /**
     * Settings of a runner.
     *
     * @param mode what to do when recovery does not work
     * @param owner in whose name leases are taken
     * @param leaseTtl how long a lease lives unless it is renewed
     */
    public record Settings(RecoveryMode mode, Owner owner, Duration leaseTtl) {}

    /**
     * Creates a runner.
     *
     * @param services what it works with
     * @param settings its settings
     * @param substitute makes the storage for a run that goes on without recovery
     */
    public JobRunner(Services services, Settings settings, Supplier<Storage> substitute) {
        this.services = services;
        this.settings = settings;
        this.substitute = substitute;
    }

    /**
     * Starts a job, or goes on with an earlier run of it, and waits for its end.
     *
     * @param job the job
     * @param config the configuration it is wanted for
     * @param <C> the configuration
     * @param <S> the state
     * @param <R> the result
     * @return what became of it
     * @throws StoreException if the storage does not work and recovery is required
     * @throws LeaseException if ownership cannot be told and recovery is required
     * @throws IllegalStateException if the runner is shutting down
     */
    public <C, S, R extends @Nullable Object> RunOutcome<R> run(RecoverableJob<C, S, R> job, C config) {
        if (settings.mode() != RecoveryMode.BEST_EFFORT) {
            return start(services, job, config);
        }
        try {
            return start(services, job, config);
        } catch (StoreException | LeaseException e) {
            log.warn("{} is run without recovery: {}", job.name(), e.getMessage());
            services.listener().on(new RecoveryEvent.Degraded(services.clock().instant(), job.name(), e));
            try (Storage memory = substitute.get()) {
                return start(services.with(memory), job, config);
            }
        }
    }

    private <C, S, R extends @Nullable Object> RunOutcome<R> start(
            Services with, RecoverableJob<C, S, R> job, C config) {
        Start<C, S, R> start = new Start<>(with, settings, job, config);
        return whileActive(start, job.name() + " was not started", () -> start.execute(timers));
    }

    private <T> T whileActive(Start<?, ?, ?> start, String otherwise, Supplier<T> execution) {
        if (!active.begin(start)) {
            throw new IllegalStateException(otherwise + ": recovery is shutting down");
        }
        try {
            return execution.get();
        } finally {
            active.end(start);
        }
    }

    /**
     * {@return a try to go on with a run that nobody works on}
     *
     * @param job the definition of its job
     * @param run which
     */
    public Adoption adoption(RecoverableJob<?, ?, ?> job, RunKey run) {
        return Adoption.of(this, services, job, run);
    }

    <C, S, R extends @Nullable Object> Start<C, S, R> prepare(RecoverableJob<C, S, R> job, C config) {
        return new Start<>(services, settings, job, config);
    }

    Adoption.Result takeOver(Start<?, ?, ?> start, RunKey run) {
        return whileActive(start, run + " was not taken over", () -> start.takeOver(run, timers));
    }

    /** Nobody can tell any more what it was: the evidence is kept. */
    void setAside(RunKey run, List<Damage> damages) {
        try (OwningClaims claims = OwningClaims.ofRun(services, run, settings, lease -> () -> {})) {
            claims.setAside(run, damages);
        }
    }

    /**
     * Makes the plan that {@link #run} would carry out now, and changes nothing.
     *
     * @param job the job
     * @param config the configuration it is wanted for
     * @param <C> the configuration
     * @param <S> the state
     * @return the plan
     * @throws StoreException if the storage cannot be read
     */
    public <C, S> RecoveryPlan<C, S> plan(RecoverableJob<C, S, ?> job, C config) {
        return services.planner()
                .plan(
                        job.rules(),
                        config,
                        Claims.looking(
                                services.storage().leases(), services.storage().journals()));
    }

    /** {@return the runs whose undoing is not complete} */
    public Sagas sagas() {
        return new Sagas(services, new RunAccess(services, settings), timers);
    }

    /**
     * Asks the work of a run to stop.
     *
     * @param run which
     * @return whether it is being worked on here
     */
    public boolean cancel(RunId run) {
        Optional<Attempt<?, ?, ?>> found = attempts().stream()
                .filter(attempt -> attempt.key().id().equals(run))
                .findFirst();
        found.ifPresent(attempt -> attempt.stop(StopReason.CANCELLED));
        return found.isPresent();
    }

    /** {@return the runs that are being worked on here} */
    public List<RunKey> running() {
        return attempts().stream().map(Attempt::key).toList();
    }

    private List<Attempt<?, ?, ?>> attempts() {
        return active.now().stream()
                .<Attempt<?, ?, ?>>map(start -> start.attempt().orElse(null))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Refuses further starts. */
    public void refuse() {
        active.refuse();
    }

    /**
     * Asks everything to stop and waits until it has.
     *
     * @throws InterruptedException if interrupted meanwhile; what does not stop goes on
     */
    public void stopAll() throws InterruptedException {
        active.now().forEach(start -> start.stop(StopReason.SHUTDOWN));
        active.awaitNone();
    }

    /** Saves what was reported by work that did not stop. */
    public void saveReported() {
        for (Attempt<?, ?, ?> attempt : attempts()) {
            attempt.saveReported().ifPresent(failure -> {
                throw new StoreException(
                        "What %s reported last could not be saved: %s".formatted(attempt.key(), failure.getMessage()),
                        failure);
            });
        }
    }

    /** Gives the leases of work back that did not stop; it can no longer write. */
    public void releaseLeases() {
        attempts().forEach(Attempt::release);
    }

    /** Ends the threads of this runner. */
    @Override
    public void close() {
        timers.close();
    }
}
