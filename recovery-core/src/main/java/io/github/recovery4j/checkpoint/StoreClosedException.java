package io.github.recovery4j.checkpoint;

/**
 * The storage was closed before the call.
 */
public final class StoreClosedException extends StoreException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param location the storage
     */
    public StoreClosedException(String location) {
        super(location + " is closed; nothing was read or written", null);
    }
}
