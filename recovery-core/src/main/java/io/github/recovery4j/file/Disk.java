package io.github.recovery4j.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What this package asks of a file system, one method for each duty that can fail by itself. File data is durable after
 * {@link NewFile#sync}; a creation, a renaming or a deletion after {@link #syncDirectory}; nothing else promises
 * anything about power loss. Nothing here follows a symbolic link in the last part of a path, and no thread interrupt
 * closes anything.
 */
interface Disk {

    /** Creates a directory for the owner only, unless there is one. Fails if something else has the name. */
    void createDirectory(Path directory) throws IOException;

    /** The names in a directory; empty if it does not exist. */
    List<String> list(Path directory) throws IOException;

    /** Creates a file for the owner only. Fails if anything has the name, a dangling link included. */
    NewFile create(Path file) throws IOException;

    /** Opens a regular file. Fails with {@link java.nio.file.NoSuchFileException} if there is none. */
    OpenFile open(Path file) throws IOException;

    /**
     * What tells the file of a name from any other that had or gets this name, comparable by {@code equals}; empty if
     * there is none, or this file system cannot tell.
     */
    Optional<Object> identity(Path file) throws IOException;

    /** Renames atomically, replacing what has the new name. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file or a link, if it is there. */
    void delete(Path file) throws IOException;

    /** Makes the entries of a directory durable. */
    void syncDirectory(Path directory) throws IOException;

    /** A file being written. */
    interface NewFile extends Closeable {

        /** Where to write; not buffered. */
        OutputStream out();

        /** Makes what was written durable. */
        void sync() throws IOException;
    }

    /**
     * A file being read.
     *
     * @param in its bytes, not buffered
     * @param size its length when it was opened
     * @param modifiedMillis its time of last modification
     */
    record OpenFile(InputStream in, long size, long modifiedMillis) implements Closeable {
        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
