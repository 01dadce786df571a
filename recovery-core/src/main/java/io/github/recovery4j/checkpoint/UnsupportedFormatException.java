package io.github.recovery4j.checkpoint;

/**
 * A stored checkpoint is intact but in a format of another release. It is left unchanged; the release that wrote it can
 * read it.
 */
public final class UnsupportedFormatException extends StoreException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param location where the checkpoint lies
     * @param stored the format version found
     * @param supported the newest format version this release reads
     */
    public UnsupportedFormatException(String location, long stored, long supported) {
        super(
                "%s is in format version %d, this release reads up to version %d; it is left unchanged"
                        .formatted(location, stored, supported),
                null);
    }
}
