package io.github.recovery4j.environment;

/**
 * Thrown by a {@link Repair}, or by any other remedy of a plan, when trying again will not help: the environment is given up,
 * disposed of, and the job begun anew. Every other exception of a repair refuses the start and keeps the run.
 */
public final class BeyondRepairException extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * Creates one.
     *
     * @param message what it is that cannot be repaired, and why
     */
    public BeyondRepairException(String message) {
        super(message);
    }
}
