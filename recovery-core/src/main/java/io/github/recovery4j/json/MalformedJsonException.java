package io.github.recovery4j.json;

/** A text is not the JSON that {@link Json} writes. */
public final class MalformedJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is wrong with the text
     */
    public MalformedJsonException(String message) {
        super(message);
    }
}
