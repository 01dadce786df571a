package io.github.recovery4j.lease;

import org.jspecify.annotations.Nullable;

/**
 * It could not be told who owns something, or ownership could not be recorded. Whoever gets this does not own it.
 */
public final class LeaseException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message which lease, what happened and what happens next
     * @param cause what the medium reported, if it did
     */
    public LeaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
