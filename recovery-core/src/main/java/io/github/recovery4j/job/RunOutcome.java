package io.github.recovery4j.job;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.saga.StuckStep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt. Everything but {@link Completed} and {@link RolledBack} leaves the run as it is, for the next
 * start to go on with.
 *
 * @param <R> the result of the job
 */
public sealed interface RunOutcome<R extends @Nullable Object> {

    /** {@return the plan the attempt was started by, its run, and what went wrong at its end} */
    Details details();

    /** {@return the outcome in one line, for people} */
    String describe();

    /**
     * {@return the exit code for a command-line host: 0 completed, 1 failed or refused, 124 timed out, 130 cancelled}
     * After a signal the JVM itself exits with 128 plus its number, 130 or 143.
     */
    int exitCode();

    /**
     * {@return the result}
     *
     * @throws RunNotCompletedException if there is none; its cause is what the work threw
     */
    default R orElseThrow() {
        throw new RunNotCompletedException(this, null);
    }

    /**
     * What every outcome tells.
     *
     * @param plan how the job was started
     * @param run the run that was worked on; empty if it was refused, or needed no work
     * @param saveFailure why the newest state could not be saved at the end, or the finished run not be removed; empty
     *     if all went well
     */
    record Details(RecoveryPlan<?, ?> plan, Optional<RunKey> run, Optional<Throwable> saveFailure) {

        Details with(Throwable failure) {
            return new Details(plan, run, Optional.of(failure));
        }

        String problem() {
            return saveFailure
                    .map(failure -> "; what was reported last could not be saved: " + failure.getMessage())
                    .orElse("");
        }
    }

    /**
     * The work is done.
     *
     * @param value its result
     * @param details what every outcome tells
     * @param <R> the result of the job
     */
    record Completed<R extends @Nullable Object>(R value, Details details) implements RunOutcome<R> {

        @Override
        public R orElseThrow() {
            return value;
        }

        @Override
        public String describe() {
            return "completed";
        }

        @Override
        public int exitCode() {
            return 0;
        }
    }

    /**
     * The work stopped because it was asked to; its newest state is saved.
     *
     * @param reason why it was asked
     * @param details what every outcome tells
     * @param <R> the result of the job
     */
    record Cancelled<R extends @Nullable Object>(StopReason reason, Details details) implements RunOutcome<R> {

        @Override
        public String describe() {
            return "stopped (" + reason + "), to be resumed by the next start" + details.problem();
        }

        @Override
        public int exitCode() {
            return 130;
        }
    }

    /**
     * The attempt took longer than the job allows; its newest state is saved.
     *
     * @param timeout how long it may take
     * @param details what every outcome tells
     * @param <R> the result of the job
     */
    record TimedOut<R extends @Nullable Object>(Duration timeout, Details details) implements RunOutcome<R> {

        @Override
        public String describe() {
            return "timed out after " + timeout + ", to be resumed by the next start" + details.problem();
        }

        @Override
        public int exitCode() {
            return 124;
        }
    }

    /**
     * The work threw an exception, or the run was lost to another owner; its newest state is saved in the first case.
     *
     * @param cause what was thrown
     * @param details what every outcome tells
     * @param <R> the result of the job
     */
    record Failed<R extends @Nullable Object>(Throwable cause, Details details) implements RunOutcome<R> {

        @Override
        public R orElseThrow() {
            throw new RunNotCompletedException(this, cause);
        }

        @Override
        public String describe() {
            return "failed (" + cause + "), to be resumed by the next start" + details.problem();
        }

        @Override
        public int exitCode() {
            return 1;
        }
    }

    /**
     * What the run had done is undone, and the run is over: the next start begins a new one.
     *
     * @param reason why it was rolled back
     * @param cause what the work threw; empty if it asked for the rollback, or an earlier attempt began it
     * @param undone the steps that this attempt undid, in that order
     * @param details what every outcome tells
     * @param <R> the result of the job
     */
    record RolledBack<R extends @Nullable Object>(
            String reason, Optional<Throwable> cause, List<String> undone, Details details) implements RunOutcome<R> {

        @Override
        public R orElseThrow() {
            throw new RunNotCompletedException(this, cause.orElse(null));
        }

        @Override
        public String describe() {
            return "rolled back (" + reason + "), undone: " + undone + details.problem();
        }

        @Override
        public int exitCode() {
            return 1;
        }
    }

    /**
     * The run is to be undone, and not all of it could be. It is kept; the next start, or {@link Sagas}, goes on.
     *
     * @param reason why it is rolled back
     * @param cause what the work threw, with what the compensations threw as suppressed exceptions; empty if it asked
     *     for the rollback, or an earlier attempt began it
     * @param steps what is left to undo, in the order in which it was tried
     * @param details what every outcome tells
     * @param <R> the result of the job
     */
    record Stuck<R extends @Nullable Object>(
            String reason, Optional<Throwable> cause, List<StuckStep> steps, Details details) implements RunOutcome<R> {

        @Override
        public R orElseThrow() {
            throw new RunNotCompletedException(this, cause.orElse(null));
        }

        @Override
        public String describe() {
            return "stuck in its rollback (" + reason + "), not undone: " + steps + "; the next start tries again";
        }

        @Override
        public int exitCode() {
            return 1;
        }
    }

    /**
     * Nothing was started and nothing was changed.
     *
     * @param reason why
     * @param details what every outcome tells
     * @param <R> the result of the job
     */
    record Refused<R extends @Nullable Object>(String reason, Details details) implements RunOutcome<R> {

        @Override
        public String describe() {
            return "refused: " + reason;
        }

        @Override
        public int exitCode() {
            return 1;
        }
    }
}
