package io.github.recovery4j.codec;

/**
 * A section would take more memory than this process may give it. It need not be damaged: it is left as it is, and a process
 * with more heap can read it.
 */
public final class SectionTooLargeException extends CodecException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param section which one, in a few words
     * @param length the bytes that it has when it is decoded
     * @param limit the bytes that this process takes
     */
    public SectionTooLargeException(String section, int length, int limit) {
        super(
                "A section (%s) has %d bytes when it is inflated, this process takes at most %d; it is left unchanged, a process with more heap can read it"
                        .formatted(section, length, limit),
                null);
    }
}
