package io.github.recovery4j.testkit.disk;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Without a stack trace, which would take more time than all the rest: a storage looks for many files in vain. */
final class MissingException extends NoSuchFileException {

    private static final long serialVersionUID = 1;

    MissingException(Path path) {
        super(path.toString());
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Throwable fillInStackTrace() {
        return this;
    }
}
