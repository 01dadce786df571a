package io.github.recovery4j.step;

import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.step.StepRecord.Kind;
import io.github.recovery4j.thread.TimeLimit;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the steps of one attempt out. Invariants:
 *
 * <ol>
 *   <li>A try is recorded before it begins, so that it counts even if the process does not survive it.
 *   <li>A result is recorded before it is returned; a step with a recorded result is never begun again.
 *   <li>A result that could not be recorded is not returned, and its step is not tried again in this call.
 *   <li>No step is begun once the run is asked to stop, or its rollback is recorded. Those that are under way then end
 *       before anything is undone.
 *   <li>A step that hangs on a place of a cursor is begun, and its result returned, only while that place holds.
 * </ol>
 *
 * <p>Safe for use by many threads.
 */
public final class ActiveSteps implements Steps {

    private static final Logger log = LoggerFactory.getLogger(ActiveSteps.class);

    private final StepTools tools;
    private final StepJournal journal;
    private final Compensations compensations;
    private final Attempting attempt;
    private final Map<String, Optional<Place>> called = new ConcurrentHashMap<>();
    private final UnderWay underWay = new UnderWay();

    /**
     * Begins with the steps that earlier attempts have left.
     *
     * @param tools what to work with
     * @param journal where steps are recorded
     * @param compensations how they are undone; learns what the steps say themselves
     * @param attempt what they belong to
     */
    public ActiveSteps(StepTools tools, StepJournal journal, Compensations compensations, Attempting attempt) {
        this.tools = tools;
        this.journal = journal;
        this.compensations = compensations;
        this.attempt = attempt;
    }

    @Override
    public <T extends @Nullable Object> Step<T> step(String name, Class<T> type) {
        return Step.named(this::call, name, type);
    }

    @Override
    public RollbackRequestedException rollback(String reason) {
        journal.record(StepRecord.of(Kind.ROLLBACK, "", 0, reason));
        throw new RollbackRequestedException(reason);
    }

    private <T extends @Nullable Object> T call(Step<T> step, StepAction<T> action) throws Exception {
        Optional<Place> place = place(step);
        requirePlace(step, "nothing was done");
        called.merge(step.name(), place, (before, now) -> {
            requireGone(step, before);
            return now;
        });
        boolean done = false;
        underWay.begin();
        try {
            T result = once(step, action);
            done = true;
            return result;
        } finally {
            underWay.end();
            if (!done) {
                called.remove(step.name(), place); // one that failed may be called again
            }
        }
    }

    /** A name may be called again once the place is gone on which it hung before. */
    private void requireGone(Step<?> step, Optional<Place> before) {
        if (!journal.history().isGone(before)) {
            throw new IllegalStateException(
                    "Step '%s' of run %s was called twice in one attempt; a name stands for one step, give each its own"
                            .formatted(step.name(), journal.run()));
        }
    }

    private Optional<Place> place(Step<?> step) {
        step.place().ifPresent(waypoint -> {
            if (!waypoint.store().equals(journal.run().toString())) {
                throw new IllegalArgumentException(
                        "Step '%s' of run %s cannot hang on a place of '%s', only on one of a cursor of its run"
                                .formatted(step.name(), journal.run(), waypoint.store()));
            }
            if (!compensations.nameFor(step).isEmpty()) {
                throw new IllegalArgumentException(
                        "Step '%s' of run %s hangs on a place, so it cannot have a compensation: nothing is undone when the place does not hold any more"
                                .formatted(step.name(), journal.run()));
            }
        });
        return step.place().map(Place::of);
    }

    private void requirePlace(Step<?> step, String consequence) {
        step.place()
                .filter(waypoint -> journal.history().isGone(Optional.of(Place.of(waypoint))))
                .ifPresent(waypoint -> {
                    throw new StepOrphanedException(journal.run(), step.name(), waypoint, consequence);
                });
    }

    /** Waits, whatever interrupts it, until no thread is in a step any more. */
    public void awaitEnd() {
        underWay.awaitNone();
    }

    private <T extends @Nullable Object> T once(Step<T> step, StepAction<T> action) throws Exception {
        Optional<StepStatus.Completion> completion =
                journal.history().status(step.name()).completion();
        if (completion.isPresent()) {
            compensations.add(step);
            return tools.decode(step.name(), completion.get(), step.type());
        }
        String compensation = compensations.nameFor(step);
        T result = tried(step, action);
        complete(step, result, compensation);
        return result;
    }

    private <T extends @Nullable Object> T tried(Step<T> step, StepAction<T> action) throws Exception {
        RetryPolicy policy = step.options().retry();
        int used = journal.history().status(step.name()).tries().current();
        int left = Math.max(1, policy.maxAttempts() - used);
        for (int failures = 1; ; failures++) {
            requireGoingOn();
            requirePlace(step, "it is not tried again");
            try {
                return guarded(step, action);
            } catch (Exception e) {
                if (attempt.isStop(e) || e instanceof FencedException || e instanceof RollbackRequestedException) {
                    throw e;
                }
                boolean last = failures >= left || !policy.retryable().test(e);
                Optional<Duration> pause = last ? Optional.empty() : Optional.of(policy.pause(failures));
                failed(step, e, pause);
                if (pause.isEmpty()) {
                    throw e;
                }
                tools.waiter().await(pause.get());
            }
        }
    }

    private void requireGoingOn() {
        attempt.throwIfStopped();
        journal.history().rollback().ifPresent(reason -> {
            throw new RollbackRequestedException(reason);
        });
    }

    private <T extends @Nullable Object> T guarded(Step<T> step, StepAction<T> action) throws Exception {
        Optional<Breaker> breaker = step.options().breaker();
        if (breaker.isEmpty()) {
            return begun(step, action);
        }
        breaker.get().enter();
        boolean told = false;
        long start = tools.ticker().nanos();
        try {
            T result = begun(step, action);
            breaker.get().succeeded(tools.ticker().nanos() - start);
            told = true;
            return result;
        } catch (Exception e) {
            if (!attempt.isStop(e)) {
                breaker.get().failed(tools.ticker().nanos() - start, e);
                told = true;
            }
            throw e;
        } finally {
            if (!told) {
                breaker.get().left();
            }
        }
    }

    private <T extends @Nullable Object> T begun(Step<T> step, StepAction<T> action) throws Exception {
        StepStatus before = journal.history().status(step.name());
        int number = before.tries().total() + 1;
        Optional<Place> place = step.place().map(Place::of);
        journal.record(StepRecord.of(Kind.STARTED, step.name(), number, "").at(place));
        StepContext context = StepContext.of(journal.run().id(), before, place, number);
        Optional<Duration> limit = step.options().timeout();
        return limit.isPresent() ? limited(limit.get(), action, context) : action.execute(context);
    }

    private <T extends @Nullable Object> T limited(Duration limit, StepAction<T> action, StepContext context)
            throws Exception {
        TimeLimit time = new TimeLimit(Thread.currentThread());
        Future<?> timer = attempt.later(limit, time::expire);
        try {
            return action.execute(context);
        } catch (Exception e) {
            if (time.end()) {
                throw new StepTimedOutException(context.name(), limit, e);
            }
            throw e;
        } finally {
            timer.cancel(false);
            if (time.end()) {
                attempt.interruptAgain();
            }
        }
    }

    private void failed(Step<?> step, Exception failure, Optional<Duration> pause) {
        int number = journal.history().status(step.name()).tries().total();
        Kind kind = pause.isPresent() ? Kind.FAILED : Kind.GIVEN_UP;
        try {
            journal.record(StepRecord.of(kind, step.name(), number, failure.toString())
                    .at(step.place().map(Place::of)));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        log.warn(
                "Step '{}' of run {} failed in try {} ({}); {}",
                step.name(),
                journal.run(),
                number,
                failure.toString(),
                pause.map(time -> "it is tried again in " + time).orElse("it is done again by whoever calls it again"));
        tools.listener()
                .on(new RecoveryEvent.StepFailed(
                        tools.clock().instant(), journal.run(), step.name(), number, failure, pause));
    }

    private <T extends @Nullable Object> void complete(Step<T> step, T result, String compensation) {
        int number = journal.history().status(step.name()).tries().total();
        Optional<Encoded> encoded;
        try {
            encoded = tools.encode(step.name(), result);
        } catch (CodecException e) {
            failed(step, e, Optional.empty());
            throw e;
        }
        journal.record(StepRecord.of(Kind.COMPLETED, step.name(), number, compensation)
                .returning(encoded)
                .at(step.place().map(Place::of)));
        requirePlace(step, "what came of it does not count");
        compensations.add(step);
        tools.listener()
                .on(new RecoveryEvent.StepCompleted(
                        tools.clock().instant(),
                        journal.run(),
                        step.name(),
                        number,
                        encoded.map(Encoded::length).orElse(0)));
    }
}
