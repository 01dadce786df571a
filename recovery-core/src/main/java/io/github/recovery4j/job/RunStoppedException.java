package io.github.recovery4j.job;

/** Leaves the work of a run that was asked to stop. Thrown by {@link Run#throwIfStopped()}; let it pass. */
public final class RunStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param reason why the run was asked to stop
     */
    public RunStoppedException(StopReason reason) {
        super("The run was asked to stop: " + reason);
    }
}
