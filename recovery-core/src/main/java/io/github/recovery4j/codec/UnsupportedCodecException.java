package io.github.recovery4j.codec;

/**
 * A section was written by a codec that this one does not read, or by one whose library is missing. The section is left
 * as it is; a host with the right codec can still read it.
 */
public final class UnsupportedCodecException extends CodecException {

    private static final long serialVersionUID = 1;

    private final String codec;

    /**
     * Creates the exception.
     *
     * @param type the logical name of what should have been decoded
     * @param codec the codec that wrote the section
     * @param hint what reads it, or what does not: {@code not by jackson-json}
     */
    public UnsupportedCodecException(String type, String codec, String hint) {
        super("%s was written by the codec %s, %s; it is left unchanged".formatted(type, codec, hint), null);
        this.codec = codec;
    }

    /** {@return the codec that wrote the section} */
    public String codec() {
        return codec;
    }
}
