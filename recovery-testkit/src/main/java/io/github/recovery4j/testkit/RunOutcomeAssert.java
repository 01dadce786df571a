package io.github.recovery4j.testkit;

import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.StopReason;
import io.github.recovery4j.saga.StuckStep;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about what became of an attempt. What fails says what the outcome is instead.
 *
 * @param <R> the result of the job
 */
public final class RunOutcomeAssert<R extends @Nullable Object>
        extends AbstractAssert<RunOutcomeAssert<R>, RunOutcome<R>> {

    RunOutcomeAssert(RunOutcome<R> actual) {
        super(actual, RunOutcomeAssert.class);
    }

    /**
     * {@return this}
     *
     * @throws AssertionError unless the work is done
     */
    public RunOutcomeAssert<R> isCompleted() {
        return require(actual instanceof RunOutcome.Completed, "completed");
    }

    /**
     * {@return this}
     *
     * @param expected the result; may be null, arrays are compared by their elements
     * @throws AssertionError unless the work is done with this result
     */
    public RunOutcomeAssert<R> hasResult(R expected) {
        isCompleted();
        R result = actual.orElseThrow();
        return require(
                Objects.deepEquals(result, expected), "completed with <" + expected + ">, not with <" + result + ">");
    }

    /**
     * {@return this}
     *
     * @throws AssertionError unless the work was asked to stop, for any reason but its timeout
     */
    public RunOutcomeAssert<R> isCancelled() {
        return require(actual instanceof RunOutcome.Cancelled, "cancelled");
    }

    /**
     * {@return this}
     *
     * @param reason why it stopped
     * @throws AssertionError unless the work was asked to stop for this reason
     */
    public RunOutcomeAssert<R> isCancelled(StopReason reason) {
        boolean so = actual instanceof RunOutcome.Cancelled<R> cancelled && cancelled.reason() == reason;
        return require(so, "cancelled because of " + reason);
    }

    /**
     * {@return this}
     *
     * @throws AssertionError unless the attempt took longer than the job allows
     */
    public RunOutcomeAssert<R> isTimedOut() {
        return require(actual instanceof RunOutcome.TimedOut, "timed out");
    }

    /**
     * {@return this}
     *
     * @param type what the cause is an instance of
     * @throws AssertionError unless the attempt failed by such a cause
     */
    public RunOutcomeAssert<R> isFailedWith(Class<? extends Throwable> type) {
        boolean so = actual instanceof RunOutcome.Failed<R> failed && type.isInstance(failed.cause());
        return require(so, "failed with a " + type.getName());
    }

    /**
     * {@return this}
     *
     * @throws AssertionError unless what the run had done was undone
     */
    public RunOutcomeAssert<R> isRolledBack() {
        return require(actual instanceof RunOutcome.RolledBack, "rolled back");
    }

    /**
     * {@return this}
     *
     * @param steps the names of the steps that are left to undo, in any order
     * @throws AssertionError unless its rollback is stuck with these
     */
    public RunOutcomeAssert<R> isStuckWith(String... steps) {
        boolean so = actual instanceof RunOutcome.Stuck<R> stuck
                && stuck.steps().stream()
                        .map(StuckStep::step)
                        .collect(Collectors.toSet())
                        .equals(Set.of(steps));
        return require(so, "stuck with " + List.of(steps));
    }

    /**
     * {@return this}
     *
     * @throws AssertionError unless nothing was started
     */
    public RunOutcomeAssert<R> isRefused() {
        return require(actual instanceof RunOutcome.Refused, "refused");
    }

    /**
     * {@return this}
     *
     * @param text a part of {@link RunOutcome#describe()}
     * @throws AssertionError unless it is in there
     */
    public RunOutcomeAssert<R> becauseOf(String text) {
        return require(actual != null && actual.describe().contains(text), "described by '" + text + "'");
    }

    private RunOutcomeAssert<R> require(boolean so, String expected) {
        isNotNull();
        if (!so) {
            failWithMessage("Expected the outcome to be %s,%nbut it is this: %s", expected, actual.describe());
        }
        return this;
    }
}
