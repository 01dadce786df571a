package io.github.recovery4j.warm;

/**
 * Something could not be written to the outside, or not be deleted there. It stays owed: the next refresh or removal of its key
 * tries again, and so does {@link WarmRestart#settle}; after a restart it counts as doubtful, and is written when it is
 * refreshed, whatever its value.
 */
public final class OutsideException extends RuntimeException {

    private static final long serialVersionUID = 1;

    OutsideException(String message, Throwable cause) {
        super(message, cause);
    }
}
