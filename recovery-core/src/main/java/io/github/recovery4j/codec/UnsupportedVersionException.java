package io.github.recovery4j.codec;

/**
 * A section was written by a version of its type that this code cannot read: newer than the code, or older than its
 * oldest migration. The section is left as it is; the release that wrote it can still read it.
 */
public final class UnsupportedVersionException extends CodecException {

    private static final long serialVersionUID = 1;

    private final int stored;
    private final int supported;

    /**
     * Creates the exception.
     *
     * @param type the logical name of what should have been decoded
     * @param stored the version in the section
     * @param supported the version that the code would write
     */
    public UnsupportedVersionException(String type, int stored, int supported) {
        super(
                "%s was stored as version %d, this code reads version %d%s; it is left unchanged"
                        .formatted(
                                type,
                                stored,
                                supported,
                                stored < supported ? " and has no migration from it" : " and older"),
                null);
        this.stored = stored;
        this.supported = supported;
    }

    /** {@return the version in the section} */
    public int stored() {
        return stored;
    }

    /** {@return the version that the code would write} */
    public int supported() {
        return supported;
    }
}
