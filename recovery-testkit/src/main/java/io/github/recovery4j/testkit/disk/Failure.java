package io.github.recovery4j.testkit.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A way in which the operating system refuses an operation, with the words it has for that. */
public enum Failure {

    /** {@code EIO}: the medium is broken. */
    IO_ERROR("Input/output error"),

    /** {@code ENOSPC}: the disk is full. */
    NO_SPACE("No space left on device"),

    /** {@code EMFILE}: the process has too many files open. */
    TOO_MANY_OPEN_FILES("Too many open files"),

    /** {@code EROFS}: the file system became read-only. */
    READ_ONLY("Read-only file system"),

    /** {@code EACCES}: somebody changed the permissions. */
    ACCESS_DENIED("Permission denied") {
        @Override
        IOException on(Path path) {
            return new AccessDeniedException(path.toString());
        }
    };

    private final String words;

    Failure(String words) {
        this.words = words;
    }

    IOException on(Path path) {
        return new FileSystemException(path.toString(), null, words);
    }
}
