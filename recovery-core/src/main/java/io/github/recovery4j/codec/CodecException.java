package io.github.recovery4j.codec;

import org.jspecify.annotations.Nullable;

/**
 * A value could not be encoded, or a section could not be decoded. Nothing was stored or changed. Trying again does not
 * help; the message names the type and the place in the document.
 */
public class CodecException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message which type, what is wrong with it and where
     * @param cause what the encoder or decoder threw, if it threw
     */
    public CodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
