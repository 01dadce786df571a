package io.github.recovery4j.jdbc;

import org.jspecify.annotations.Nullable;

/** The database did not do what it was asked to, within the time it had. */
final class DatabaseException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean doubtful;

    DatabaseException(String message, boolean doubtful, @Nullable Throwable cause) {
        super(message, cause);
        this.doubtful = doubtful;
    }

    /** Whether it may have been done all the same. */
    boolean doubtful() {
        return doubtful;
    }
}
