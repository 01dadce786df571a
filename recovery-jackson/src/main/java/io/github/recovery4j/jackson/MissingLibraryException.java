package io.github.recovery4j.jackson;

/** The library of a format is not on the class path. */
final class MissingLibraryException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    MissingLibraryException(String message, NoClassDefFoundError cause) {
        super(message, cause);
    }
}
