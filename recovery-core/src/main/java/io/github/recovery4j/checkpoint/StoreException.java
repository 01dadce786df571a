package io.github.recovery4j.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * The medium failed: a file could not be written, a disk is full, a permission is missing. What was acknowledged before
 * is still there; what was being saved is not. Trying again later may help.
 */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message which resource, what happened and what happens next
     * @param cause what the medium reported, if it did
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
