package io.github.recovery4j.job;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.environment.BeyondRepairException;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.plan.RecoveryPlanner;
import io.github.recovery4j.plan.RecoveryState;
import io.github.recovery4j.plan.Remedy;
import io.github.recovery4j.plan.Validation;
import io.github.recovery4j.step.ActiveSteps;
import io.github.recovery4j.step.Compensations;
import io.github.recovery4j.step.StepJournal;
import io.github.recovery4j.step.StepRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of {@code run}, or one run that is taken over: makes the plan, carries out what it asks for, and executes the
 * attempt. One thread, except
 * for what a shutdown or a cancellation asks of it.
 */
final class Start<C, S, R extends @Nullable Object> {

    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

    private final Services services;
    private final JobRunner.Settings settings;
    private final RecoverableJob<C, S, R> job;
    private final C config;
    private final StopSignal stop = new StopSignal(Thread.currentThread());
    private volatile @Nullable Attempt<C, S, R> attempt;

    Start(Services services, JobRunner.Settings settings, RecoverableJob<C, S, R> job, C config) {
        this.services = services;
        this.settings = settings;
        this.job = job;
        this.config = config;
    }

    /** Asks whatever is under way to stop. */
    void stop(StopReason reason) {
        Attempt<C, S, R> current = attempt;
        if (current != null) {
            current.stop(reason);
        } else if (stop.request(reason)) {
            stop.interrupt();
        }
    }

    Optional<Attempt<C, S, R>> attempt() {
        return Optional.ofNullable(attempt);
    }

    RunOutcome<R> execute(Timers timers) {
        RecoveryPlanner planner = services.planner();
        try (OwningClaims claims = OwningClaims.ofJob(services, job.name(), settings, lease -> keep(lease, timers))) {
            return decided(planner.plan(job.rules(), config, claims), planner, claims, timers);
        } catch (AdmissionBusyException e) {
            RecoveryPlan.Refuse<C, S> plan = new RecoveryPlan.Refuse<>(
                    job.name(),
                    String.valueOf(e.getMessage()),
                    RecoveryPlan.Obstacle.OWNER,
                    Optional.empty(),
                    List.of());
            announce(plan);
            return stoppedEarly(plan).orElseGet(() -> new RunOutcome.Refused<>(plan.reason(), noRun(plan)));
        } finally {
            stop.end();
        }
    }

    /** Goes on with one run, which has the configuration of this start, unless somebody has it or it is over. */
    Adoption.Result takeOver(RunKey run, Timers timers) {
        RecoveryPlanner planner = services.planner();
        try (OwningClaims claims = OwningClaims.ofRun(services, run, settings, lease -> keep(lease, timers))) {
            if (claims.claim(run).isPresent()) {
                return new Adoption.Held();
            }
            Optional<RecoveryPlan<C, S>> plan = planner.plan(job.rules(), run, config, claims);
            if (plan.isEmpty()) {
                return new Adoption.Over();
            }
            if (!(plan.get() instanceof RecoveryPlan.Refuse)) {
                log.info("Run {} is taken over", run);
                services.listener()
                        .on(new RecoveryEvent.TakenOver(services.clock().instant(), run));
            }
            return new Adoption.Worked(decided(plan.get(), planner, claims, timers));
        } finally {
            stop.end();
        }
    }

    /** Renews a lease while it is being decided; who loses it decides nothing any more. */
    private Runnable keep(Lease lease, Timers timers) {
        Duration ttl = settings.leaseTtl();
        LeaseKeeper keeper = new LeaseKeeper(lease, ttl, services.ticker(), () -> lost(lease.key()));
        List<Future<?>> watches = timers.watchLease(ttl, keeper);
        return () -> {
            keeper.end();
            watches.forEach(watch -> watch.cancel(false));
        };
    }

    private void lost(LeaseKey key) {
        log.warn("The lease of {} was lost before its work began; nothing is done", key);
        key.run().ifPresent(run -> services.listener()
                .on(new RecoveryEvent.LeaseLost(services.clock().instant(), run)));
        stop(StopReason.LEASE_LOST);
    }

    private RunOutcome<R> decided(
            RecoveryPlan<C, S> plan, RecoveryPlanner planner, OwningClaims claims, Timers timers) {
        announce(plan);
        Optional<RunOutcome<R>> early = stoppedEarly(plan);
        return early.isPresent() ? early.get() : carryOut(plan, planner, claims, timers);
    }

    private void announce(RecoveryPlan<C, S> plan) {
        log.info("{}", plan.describe());
        services.listener()
                .on(new RecoveryEvent.Planned(
                        services.clock().instant(), job.name(), plan.decision(), plan.earlierRun(), plan.describe()));
    }

    /** A stop, or an interrupt of the caller, that came before the work began. */
    private Optional<RunOutcome<R>> stoppedEarly(RecoveryPlan<C, S> plan) {
        Optional<StopReason> interrupt =
                Thread.currentThread().isInterrupted() ? Optional.of(StopReason.INTERRUPTED) : Optional.empty();
        return stop.reason().or(() -> interrupt).map(reason -> new RunOutcome.Cancelled<>(reason, noRun(plan)));
    }

    private RunOutcome<R> carryOut(
            RecoveryPlan<C, S> plan, RecoveryPlanner planner, OwningClaims claims, Timers timers) {
        if (plan instanceof RecoveryPlan.Resume<C, S> resume) {
            return resume(resume, planner, claims, timers);
        }
        if (plan instanceof RecoveryPlan.Fresh<C, S> fresh) {
            return fresh(fresh, claims, timers);
        }
        if (plan instanceof RecoveryPlan.Finished<C, S> finished) {
            return finished(finished);
        }
        if (plan instanceof RecoveryPlan.RollBack<C, S> rollBack) {
            return rollBack(rollBack, claims, timers);
        }
        return new RunOutcome.Refused<>(((RecoveryPlan.Refuse<C, S>) plan).reason(), noRun(plan));
    }

    private RunOutcome<R> finished(RecoveryPlan.Finished<C, S> plan) {
        Encoded result = plan.result();
        Optional<RecoverableJob.Memory<R>> memory = job.memory();
        if (memory.isEmpty()) {
            return new RunOutcome.Refused<>(
                    "run %s is finished and its result is remembered, but this job does not say what type it has"
                            .formatted(plan.run().id()),
                    noRun(plan));
        }
        return new RunOutcome.Completed<>(value(result, memory.get()), noRun(plan));
    }

    @SuppressWarnings("NullAway") // an empty section is null, which only a job whose result may be null has stored
    private R value(Encoded result, RecoverableJob.Memory<R> memory) {
        return result.length() == 0 ? null : services.codec().decode(result, memory.type());
    }

    private RunOutcome<R> resume(
            RecoveryPlan.Resume<C, S> plan, RecoveryPlanner planner, OwningClaims claims, Timers timers) {
        for (Remedy repair : plan.repairs()) {
            try {
                Optional<String> failure = repair(plan, repair);
                if (failure.isPresent()) {
                    return new RunOutcome.Refused<>(failure.get(), noRun(plan));
                }
            } catch (BeyondRepairException e) {
                RecoveryPlan.Fresh<C, S> instead = RecoveryPlanner.beyondRepair(plan, repair, e);
                announce(instead);
                return fresh(instead, claims, timers);
            }
        }
        Optional<String> unrepaired = unrepaired(plan, planner);
        return unrepaired.isPresent()
                ? new RunOutcome.Refused<>(unrepaired.get(), noRun(plan))
                : resumeRepaired(plan, claims, timers);
    }

    private RunOutcome<R> resumeRepaired(RecoveryPlan.Resume<C, S> plan, OwningClaims claims, Timers timers) {
        RecoveryState<C, S> saved = plan.state();
        S state = saved.state().orElseGet(() -> job.initialState(config));
        Ownership own = new Ownership(
                saved.run(),
                job.instance(saved.config()),
                services.codec().encode(saved.config()),
                claims.lease(saved.run()),
                claims.journal(saved.run()));
        claims.leave(saved.run());
        Instant now = services.clock().instant();
        Duration age = Duration.between(saved.stamp().savedAt(), now);
        return attempt(
                plan,
                own,
                new Snapshot<>(state, saved.positions()),
                new Origin(plan.nextGeneration(), Optional.of(saved.generation()), Optional.of(nonNegative(age))),
                timers);
    }

    private static Duration nonNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    /** In words, why it could not be repaired. */
    private Optional<String> repair(RecoveryPlan.Resume<C, S> plan, Remedy repair) throws BeyondRepairException {
        RunKey run = plan.state().run();
        Optional<String> failure = tried(repair);
        if (failure.isEmpty()) {
            services.listener().on(new RecoveryEvent.Repaired(services.clock().instant(), run, repair.description()));
        }
        return failure.map(why -> "run %s could not be repaired (%s: %s); its checkpoint is kept"
                .formatted(run.id(), repair.description(), why));
    }

    /** In words, what is still wrong; the world is asked again after repairs, whatever they say. */
    private Optional<String> unrepaired(RecoveryPlan.Resume<C, S> plan, RecoveryPlanner planner) {
        if (plan.repairs().isEmpty()) {
            return Optional.empty();
        }
        Validation after = planner.validateRepaired(job.rules(), plan.state());
        return after instanceof Validation.Valid
                ? Optional.empty()
                : Optional.of("run %s is not valid after its repairs: %s; its checkpoint is kept"
                        .formatted(plan.state().run().id(), after.checks()));
    }

    private static Optional<String> apply(Remedy remedy) {
        try {
            return tried(remedy);
        } catch (BeyondRepairException e) {
            return Optional.of(e.toString());
        }
    }

    /** In words, why it failed. */
    private static Optional<String> tried(Remedy remedy) throws BeyondRepairException {
        try {
            remedy.procedure().run();
            return Optional.empty();
        } catch (BeyondRepairException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (Exception e) {
            return Optional.of(e.toString());
        }
    }

    private RunOutcome<R> rollBack(RecoveryPlan.RollBack<C, S> plan, OwningClaims claims, Timers timers) {
        Ownership own = new Ownership(
                plan.run(),
                job.instance(config),
                services.codec().encode(config),
                claims.lease(plan.run()),
                claims.journal(plan.run()));
        claims.leave(plan.run());
        return attempt(
                plan,
                own,
                new Snapshot<>(job.initialState(config), Map.of()),
                new Origin(plan.generation() + 1, Optional.of(plan.generation()), Optional.empty()),
                timers);
    }

    private RunOutcome<R> fresh(RecoveryPlan.Fresh<C, S> plan, OwningClaims claims, Timers timers) {
        Optional<String> left = plan.discarded().flatMap(given -> undone(given.run(), plan.reason(), claims));
        if (left.isPresent()) {
            return new RunOutcome.Refused<>(left.get(), noRun(plan));
        }
        Optional<Remedy> disposal = plan.discarded().flatMap(RecoveryPlan.Discarded::disposal);
        Optional<String> failure = disposal.flatMap(Start::apply);
        if (failure.isPresent()) {
            return new RunOutcome.Refused<>(
                    "what is left of the environment could not be disposed of (%s: %s); a fresh start would land in it"
                            .formatted(disposal.get(), failure.get()),
                    noRun(plan));
        }
        Ownership own = admit(claims);
        claims.leave(own.run());
        plan.discarded().ifPresent(discarded -> discard(discarded.run(), plan.reason(), claims));
        return attempt(
                plan,
                own,
                new Snapshot<>(job.initialState(config), Map.of()),
                new Origin(2, Optional.empty(), Optional.empty()),
                timers);
    }

    /** In words, what keeps a run from being given up: steps that have to be undone first, and could not be. */
    private Optional<String> undone(RunKey run, String reason, OwningClaims claims) {
        Undoing undoing = undoing(
                claims.journal(run), claims.lease(run), job.compensations().forAttempt());
        return undoing.due()
                ? Optional.of(undoing.carryOut(reason))
                        .filter(report -> !report.complete())
                        .map(report ->
                                "run %s cannot be given up, some of its steps could not be undone: %s; it is kept"
                                        .formatted(run.id(), report.stuck()))
                : Optional.empty();
    }

    private Undoing undoing(StepJournal journal, Lease lease, Compensations compensations) {
        return new Undoing(
                services, journal, lease.token(), compensations, job.rollback().retry());
    }

    /** The admission record: from here on the run cannot be lost without a trace. */
    private Ownership admit(OwningClaims claims) {
        Instant now = services.clock().instant();
        RunKey run = new RunKey(job.name(), RunId.create(now));
        Encoded encoded = services.codec().encode(config);
        Lease lease = claims.claimNew(run);
        Ownership own = new Ownership(run, job.instance(config), encoded, lease, claims.journal(run));
        services.storage()
                .checkpoints()
                .save(new Checkpoint(
                        run, own.instance(), new Stamp(1, lease.token(), now), encoded, new Content.Admission()));
        claims.endAdmission();
        return own;
    }

    private void discard(RunKey run, String reason, OwningClaims claims) {
        claims.leave(run);
        services.storage().checkpoints().remove(run, claims.lease(run).token());
        services.listener().on(new RecoveryEvent.Discarded(services.clock().instant(), run, reason));
    }

    /** Where an attempt begins. */
    private record Origin(long nextGeneration, Optional<Long> resumedFrom, Optional<Duration> lostWork) {

        long newest() {
            return nextGeneration - 1;
        }
    }

    private RunOutcome<R> attempt(
            RecoveryPlan<C, S> plan, Ownership own, Snapshot<S> start, Origin origin, Timers timers) {
        long progress = origin.newest() + own.journal().history().progress();
        Attempts attempts = services.storage().checkpoints().attempts(own.run()).begin(progress);
        services.storage().checkpoints().record(own.run(), attempts, own.lease().token());
        if (!own.journal().history().gaps().isEmpty()) {
            own.journal().record(StepRecord.of(StepRecord.Kind.LOSS_ACCEPTED, "", 0, ""));
        }
        Saves<S> saves = new Saves<>(services, own, settings.mode(), start, origin.nextGeneration());
        Compensations compensations = job.compensations().forAttempt();
        ActiveSteps steps =
                new ActiveSteps(services.stepTools(), own.journal(), compensations, new StopAware(stop, timers));
        ActiveRun<C, S> run = new ActiveRun<>(
                services, own, saves, stop, steps, new ActiveRun.Start<>(config, plan, attempts.count()));
        Undoing undoing = undoing(own.journal(), own.lease(), compensations);
        Attempt<C, S, R> begun = new Attempt<>(services, job, own, stop, saves, run, undoing);
        attempt = begun;
        services.listener()
                .on(new RecoveryEvent.AttemptStarted(
                        services.clock().instant(),
                        own.run(),
                        attempts.count(),
                        origin.resumedFrom(),
                        origin.lostWork()));
        return begun.execute(timers, settings.leaseTtl());
    }

    private RunOutcome.Details noRun(RecoveryPlan<C, S> plan) {
        return new RunOutcome.Details(plan, Optional.empty(), Optional.empty());
    }
}
