package io.github.recovery4j.step;

import io.github.recovery4j.cursor.Waypoint;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step with options, to be called once. Immutable: every option returns a new one.
 *
 * @param <T> its result
 */
public final class Step<T extends @Nullable Object> {

    private final Caller caller;
    private final String name;
    private final Class<T> type;
    private final Optional<Waypoint> place;
    private final Options<T> options;

    private Step(Caller caller, String name, Class<T> type, Optional<Waypoint> place, Options<T> options) {
        this.caller = caller;
        this.name = name;
        this.type = type;
        this.place = place;
        this.options = options;
    }

    static <T extends @Nullable Object> Step<T> named(Caller caller, String name, Class<T> type) {
        if (name.isEmpty() || name.length() > StepRecord.LONGEST_NAME) {
            throw new IllegalArgumentException("The name of a step has 1 to %d characters, got %d"
                    .formatted(StepRecord.LONGEST_NAME, name.length()));
        }
        return new Step<>(
                caller,
                name,
                type,
                Optional.empty(),
                new Options<>(
                        RetryPolicy.NONE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** Carries steps out. */
    @FunctionalInterface
    interface Caller {
        <T extends @Nullable Object> T call(Step<T> step, StepAction<T> action) throws Exception;
    }

    /** Everything that may be said about a step. */
    record Options<T extends @Nullable Object>(
            RetryPolicy retry,
            Optional<Duration> timeout,
            Optional<Breaker> breaker,
            Optional<Compensation<T>> compensation,
            Optional<String> compensatedBy) {}

    /**
     * Lets it hang on a place of a cursor of the run. When the cursor goes back behind that, the step is not done any more: what
     * it returned is forgotten, and its name may be called again, at another place; it is another step then, with another {@link
     * StepContext#idempotencyKey key}. Once the place does not hold any more the step is not begun, and if it is under way, it
     * does not count: {@link StepOrphanedException}. A step that is done, and hangs on a place that holds, is done, at whatever
     * place it is called.
     *
     * <p>What it did outside is not undone, so it has no compensation.
     *
     * @param waypoint where, as the cursor told it
     * @return a step with that
     */
    public Step<T> at(Waypoint waypoint) {
        return new Step<>(caller, name, type, Optional.of(waypoint), options);
    }

    /**
     * Tries it again when it fails; once unless set.
     *
     * @param policy how often
     * @return a step with that
     */
    public Step<T> retrying(RetryPolicy policy) {
        return with(
                new Options<>(policy, options.timeout, options.breaker, options.compensation, options.compensatedBy));
    }

    /**
     * Limits the time of each try; for ever unless set. The thread is interrupted then. If the action returns all the
     * same, its result counts: it has happened.
     *
     * @param limit positive
     * @return a step with that
     */
    public Step<T> timeout(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("A timeout must be positive, got " + limit);
        }
        return with(new Options<>(
                options.retry, Optional.of(limit), options.breaker, options.compensation, options.compensatedBy));
    }

    /**
     * Does not try it while a breaker is open; that counts as a failure, and may be retried.
     *
     * @param shared the breaker of what the step asks
     * @return a step with that
     */
    public Step<T> breaker(Breaker shared) {
        return with(new Options<>(
                options.retry, options.timeout, Optional.of(shared), options.compensation, options.compensatedBy));
    }

    /**
     * Tells how to undo it, if the run is rolled back by this process. A later process knows only what is declared for
     * the job under the name of the step, with {@code RecoverableJob.Builder.compensating}.
     *
     * @param undo undoes it once it is completed
     * @return a step with that
     */
    public Step<T> compensate(Compensation<T> undo) {
        return with(new Options<>(
                options.retry, options.timeout, options.breaker, Optional.of(undo), options.compensatedBy));
    }

    /**
     * Tells how to undo it, by the name of a compensation that is declared for the job. It is recorded with the result,
     * so any later process can find it. Unless set, it is the name of the step, if there is one of that name.
     *
     * @param declared its name
     * @return a step with that
     */
    public Step<T> compensatedBy(String declared) {
        return with(new Options<>(
                options.retry, options.timeout, options.breaker, options.compensation, Optional.of(declared)));
    }

    private Step<T> with(Options<T> changed) {
        return new Step<>(caller, name, type, place, changed);
    }

    /**
     * Does it, unless it is done.
     *
     * @param action does it
     * @return its result, of this or an earlier attempt
     * @throws Exception as of {@link Steps#step(String, Class, StepAction)}
     */
    public T call(StepAction<T> action) throws Exception {
        return caller.call(this, action);
    }

    /**
     * Does it, unless it is done; it has no result.
     *
     * @param task does it
     * @throws Exception as of {@link Steps#step(String, Class, StepAction)}
     */
    @SuppressWarnings("NullAway") // whoever gives a task instead of an action has no use for the result
    public void run(StepTask task) throws Exception {
        caller.call(this, step -> {
            task.execute(step);
            return null;
        });
    }

    String name() {
        return name;
    }

    Optional<Waypoint> place() {
        return place;
    }

    Class<T> type() {
        return type;
    }

    Options<T> options() {
        return options;
    }
}
