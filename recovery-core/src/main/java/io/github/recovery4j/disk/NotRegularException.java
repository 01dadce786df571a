package io.github.recovery4j.disk;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Something that is not a regular file has the name of one: a link, a directory, a device. Thrown by a {@link Disk}. */
public final class NotRegularException extends FileSystemException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param file what has the name
     */
    public NotRegularException(Path file) {
        super(file.toString(), null, "not a regular file");
    }
}
