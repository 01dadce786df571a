package io.github.recovery4j.journal;

import java.io.IOException;

/** Some records could not be written, and none of them was: there is no doubt about what is durable. */
public final class NothingWrittenException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param cause what was in the way
     */
    public NothingWrittenException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
