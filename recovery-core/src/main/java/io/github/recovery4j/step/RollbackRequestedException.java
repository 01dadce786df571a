package io.github.recovery4j.step;

/** Leaves the work of a run that is to be undone. Thrown by {@link Steps#rollback}; let it pass. */
public final class RollbackRequestedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param reason why everything is undone
     */
    public RollbackRequestedException(String reason) {
        super(reason);
    }
}
