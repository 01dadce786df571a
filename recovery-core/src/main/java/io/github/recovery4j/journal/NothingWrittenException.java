package io.github.recovery4j.journal;

import java.io.IOException;

/** A batch could not be written, and no record of it was: there is no doubt about what is durable. */
final class NothingWrittenException extends IOException {

    private static final long serialVersionUID = 1;

    NothingWrittenException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
