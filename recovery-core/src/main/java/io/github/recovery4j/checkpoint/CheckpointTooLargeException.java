package io.github.recovery4j.checkpoint;

/**
 * A stored checkpoint is intact, and larger than this process takes into memory. It is left unchanged; a process with a
 * larger heap, or a storage with a greater limit, can read it.
 */
public final class CheckpointTooLargeException extends StoreException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param location where the checkpoint lies
     * @param size how many bytes it has
     * @param limit how many bytes a checkpoint may have here
     */
    public CheckpointTooLargeException(String location, long size, long limit) {
        super(
                "%s is intact and has %d bytes, this process reads at most %d; it is left unchanged. A larger heap, or a greater largestReport of the storage, lets it be read"
                        .formatted(location, size, limit),
                null);
    }
}
