package io.github.recovery4j.job;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryEvent.AttemptResult;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.saga.RollbackOn;
import io.github.recovery4j.step.RollbackRequestedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One execution of the work of an owned run, from its first timer to the release of its lease. */
final class Attempt<C, S, R extends @Nullable Object> {

    private static final Logger log = LoggerFactory.getLogger(Attempt.class);

    private final Services services;
    private final RecoverableJob<C, S, R> job;
    private final Ownership own;
    private final StopSignal stop;
    private final Saves<S> saves;
    private final ActiveRun<C, S> run;
    private final Undoing undoing;
    private final long start;

    Attempt(
            Services services,
            RecoverableJob<C, S, R> job,
            Ownership own,
            StopSignal stop,
            Saves<S> saves,
            ActiveRun<C, S> run,
            Undoing undoing) {
        this.services = services;
        this.job = job;
        this.own = own;
        this.stop = stop;
        this.saves = saves;
        this.run = run;
        this.undoing = undoing;
        this.start = services.ticker().nanos();
    }

    RunKey key() {
        return own.run();
    }

    /** Asks the work to stop, once; whoever listens hears of it before the work does. */
    void stop(StopReason reason) {
        if (stop.request(reason)) {
            Instant now = services.clock().instant();
            log.info("Run {} is asked to stop: {}", own.run(), reason);
            services.listener()
                    .on(
                            reason == StopReason.LEASE_LOST
                                    ? new RecoveryEvent.LeaseLost(now, own.run())
                                    : new RecoveryEvent.StopRequested(now, own.run(), reason.toString()));
            stop.interrupt();
        }
    }

    Optional<Throwable> saveReported() {
        return saves.saveReported();
    }

    void release() {
        try {
            own.lease().release();
        } catch (LeaseException e) {
            log.warn("{}", e.getMessage());
        }
    }

    RunOutcome<R> execute(Timers timers, Duration ttl) {
        List<Future<?>> watches = watch(timers, ttl);
        try {
            RunOutcome<R> outcome = work();
            ended(result(outcome), outcome.describe());
            return outcome;
        } catch (Error e) {
            boolean owner = stop.end().filter(StopReason.LEASE_LOST::equals).isEmpty();
            Optional<Throwable> failure = owner ? saves.saveReported() : Optional.empty();
            failure.filter(another -> another != e).ifPresent(e::addSuppressed);
            ended(AttemptResult.FAILED, "failed (" + e + ")");
            throw e;
        } finally {
            watches.forEach(watch -> watch.cancel(false));
            undoing.journal().close();
            release();
        }
    }

    private List<Future<?>> watch(Timers timers, Duration ttl) {
        LeaseKeeper keeper = new LeaseKeeper(own.lease(), ttl, services.ticker(), () -> stop(StopReason.LEASE_LOST));
        Future<?> timeout = job.timeout()
                .<Future<?>>map(limit -> timers.timeout(limit, () -> stop(StopReason.TIMEOUT)))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        List<Future<?>> watches = new ArrayList<>(timers.watchLease(ttl, keeper));
        watches.add(timeout);
        watches.add(timers.saveEvery(job.saveEvery(), saves::saveReported));
        return watches;
    }

    private static AttemptResult result(RunOutcome<?> outcome) {
        if (outcome instanceof RunOutcome.Completed<?>) {
            return AttemptResult.COMPLETED;
        } else if (outcome instanceof RunOutcome.Cancelled<?>) {
            return AttemptResult.CANCELLED;
        } else if (outcome instanceof RunOutcome.TimedOut<?>) {
            return AttemptResult.TIMED_OUT;
        } else if (outcome instanceof RunOutcome.RolledBack<?>) {
            return AttemptResult.ROLLED_BACK;
        }
        return outcome instanceof RunOutcome.Stuck<?> ? AttemptResult.STUCK : AttemptResult.FAILED;
    }

    private void ended(AttemptResult result, String how) {
        Duration took = Duration.ofNanos(services.ticker().nanos() - start);
        log.info("Run {} {}", own.run(), how);
        services.listener()
                .on(new RecoveryEvent.AttemptEnded(services.clock().instant(), own.run(), result, how, took));
    }

    private RunOutcome<R> work() {
        if (undoing.begun()) {
            stop.end();
            return rolledBack("", Optional.empty());
        }
        R value;
        try {
            value = job.work().execute(run);
        } catch (Exception e) {
            return unfinished(e, stop.end());
        }
        Optional<StopReason> asked = stop.end();
        return undoing.begun()
                ? rolledBack("", Optional.empty())
                : asked.map(this::stopped).orElseGet(() -> completed(value));
    }

    private RunOutcome<R> unfinished(Exception e, Optional<StopReason> asked) {
        if (asked.isPresent() && StopAware.leaves(e)) {
            return stopped(asked.get());
        }
        if (e instanceof FencedException) {
            return new RunOutcome.Failed<>(e, details(Optional.empty()));
        }
        if (e instanceof InterruptedException) {
            RunOutcome<R> outcome = stopped(StopReason.INTERRUPTED);
            Thread.currentThread().interrupt();
            return outcome;
        }
        if (undoing.begun()) {
            return rolledBack(
                    "", Optional.<Throwable>of(e).filter(thrown -> !(thrown instanceof RollbackRequestedException)));
        }
        return rollsBack(RollbackOn.FAILURE)
                ? rolledBack(e.toString(), Optional.of(e))
                : new RunOutcome.Failed<>(e, details(saves.saveReported()));
    }

    private boolean rollsBack(RollbackOn what) {
        return job.rollback().on().contains(what)
                && (undoing.due() || job.rollback().always());
    }

    /** The reason counts if none is recorded yet. */
    private RunOutcome<R> rolledBack(String reason, Optional<Throwable> cause) {
        return undoing.end(reason, cause, run::awaitSteps, details(Optional.empty()));
    }

    private RunOutcome<R> stopped(StopReason reason) {
        if (reason == StopReason.LEASE_LOST) {
            FencedException fenced = new FencedException(own.run(), own.lease().token(), "its lease was lost");
            return new RunOutcome.Failed<>(fenced, details(Optional.empty()));
        }
        if ((reason == StopReason.TIMEOUT && rollsBack(RollbackOn.TIMEOUT))
                || (reason == StopReason.CANCELLED && rollsBack(RollbackOn.CANCELLATION))) {
            return rolledBack(reason.toString(), Optional.empty());
        }
        Optional<Throwable> unsaved = saves.saveReported();
        RunOutcome.Details details =
                details(reason == StopReason.CANCELLED ? unsaved.or(this::recordCancellation) : unsaved);
        return reason == StopReason.TIMEOUT
                ? new RunOutcome.TimedOut<>(job.timeout().orElseThrow(), details)
                : new RunOutcome.Cancelled<>(reason, details);
    }

    /** So that nobody goes on with it of their own accord; tells what failed. */
    private Optional<Throwable> recordCancellation() {
        CheckpointStore store = services.storage().checkpoints();
        try {
            store.record(key(), store.attempts(key()).cancel(), own.lease().token());
            return Optional.empty();
        } catch (StoreException e) {
            log.warn(
                    "It could not be recorded that run {} was cancelled, others may take it over: {}",
                    own.run(),
                    e.getMessage());
            return Optional.of(e);
        }
    }

    /**
     * The caller has the result even if this cannot be recorded; the run is then resumed, and finishes, once more. But
     * the result of work that went on in somebody else's run is none.
     */
    private RunOutcome<R> completed(R value) {
        try {
            if (job.memory().isPresent()) {
                remember(value, job.memory().get());
            } else {
                undoing.journal().close();
                services.storage().checkpoints().remove(own.run(), own.lease().token());
            }
            return new RunOutcome.Completed<>(value, details(Optional.empty()));
        } catch (FencedException e) {
            return new RunOutcome.Failed<>(e, details(Optional.empty()));
        } catch (StoreException | CodecException e) {
            log.warn(
                    "Run {} is finished, but this could not be recorded, it will be resumed again: {}",
                    own.run(),
                    e.getMessage());
            return new RunOutcome.Completed<>(value, details(Optional.of(e)));
        }
    }

    private void remember(R value, RecoverableJob.Memory<R> memory) {
        Encoded result = value == null
                ? Encoded.of(services.codec().name(), 1, new byte[0])
                : services.codec().encode(value);
        saves.result(result, services.clock().instant().plus(memory.time()));
    }

    private RunOutcome.Details details(Optional<Throwable> saveFailure) {
        return new RunOutcome.Details(run.plan(), Optional.of(own.run()), saveFailure);
    }
}
