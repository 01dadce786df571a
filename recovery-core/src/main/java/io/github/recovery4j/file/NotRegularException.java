package io.github.recovery4j.file;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Something that is not a regular file has the name of one: a link, a directory, a device. */
final class NotRegularException extends FileSystemException {

    private static final long serialVersionUID = 1;

    NotRegularException(Path file) {
        super(file.toString(), null, "not a regular file");
    }
}
