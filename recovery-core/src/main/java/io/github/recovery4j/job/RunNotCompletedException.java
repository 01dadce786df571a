package io.github.recovery4j.job;

import org.jspecify.annotations.Nullable;

/** A caller wanted the result of a run that has none; the outcome says why. */
public final class RunNotCompletedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient RunOutcome<?> outcome;

    /**
     * Creates the exception.
     *
     * @param outcome what became of the run
     * @param cause what the work threw, if it threw
     */
    public RunNotCompletedException(RunOutcome<?> outcome, @Nullable Throwable cause) {
        super(outcome.describe(), cause);
        this.outcome = outcome;
    }

    /** {@return what became of the run} */
    public RunOutcome<?> outcome() {
        return outcome;
    }
}
