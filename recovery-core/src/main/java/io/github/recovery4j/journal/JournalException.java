package io.github.recovery4j.journal;

import org.jspecify.annotations.Nullable;

/** The medium of a journal failed. What was durable before still is; trying again later may help. */
public class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message which journal, what happened and what happens next
     * @param cause what the medium reported, if it did
     */
    public JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
