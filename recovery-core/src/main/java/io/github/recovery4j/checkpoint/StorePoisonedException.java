package io.github.recovery4j.checkpoint;

/**
 * An earlier sync failed, so nobody can tell any more what is durable. The store refuses every further write until it is
 * reopened; what was acknowledged before is still there.
 */
public final class StorePoisonedException extends StoreException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param location the storage
     * @param first the failure that poisoned it
     */
    public StorePoisonedException(String location, Throwable first) {
        super(
                "%s refuses writes until it is reopened, because an earlier sync failed (%s)"
                        .formatted(location, first.getMessage()),
                first);
    }
}
