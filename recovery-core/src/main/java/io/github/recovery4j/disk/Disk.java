package io.github.recovery4j.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a storage in files asks of a file system, one method for each duty that can fail by itself. {@link #local()} is
 * the file system of this machine; another one can be handed to the builder of a storage: one that counts,
 * delays, fails or forgets.
 *
 * <p>The rules of POSIX, strictly read:
 *
 * <ol>
 *   <li>The data of a file is durable after {@link NewFile#sync} or {@link LogFile#sync}.
 *   <li>A creation, a renaming or a deletion is durable after a later {@link #syncDirectory} of the directory.
 *   <li>Nothing else promises anything about a power loss; but a renaming is seen whole or not at all.
 *   <li>When a sync has failed, nothing is known about what it should have made durable.
 * </ol>
 *
 * <p>It does not make a file longer once it was closed, does not change attributes and does not watch. Nothing here follows a symbolic link in the last part of a path, except {@link #resolve}; no thread interrupt closes anything
 * or fails anything. Every failure is an {@link IOException}. Safe for use by many threads.
 */
public interface Disk {

    /**
     * {@return the file system of this machine}
     */
    static Disk local() {
        return RealDisk.INSTANCE;
    }

    /**
     * Finds an existing directory, through whatever links lead there.
     *
     * @param directory an absolute path
     * @return its real path; empty if there is nothing
     * @throws java.nio.file.NotDirectoryException if something else is there
     * @throws IOException if it cannot be told
     */
    Optional<Path> resolve(Path directory) throws IOException;

    /**
     * Tells what this file system is known not to promise, for a warning when a storage is opened.
     *
     * @param directory a directory of it
     * @return the weakness in a sentence; empty if nothing is known against it
     * @throws IOException if it cannot be told
     */
    Optional<String> weakness(Path directory) throws IOException;

    /**
     * Creates a directory for the owner only, unless there is one.
     *
     * @param directory in a directory that exists
     * @throws java.nio.file.NotDirectoryException if something else has the name
     * @throws IOException if it cannot be created
     */
    void createDirectory(Path directory) throws IOException;

    /**
     * Tells whether a name is a directory's.
     *
     * @param path any path
     * @return whether it is a directory, and no link to one
     * @throws IOException if it cannot be told
     */
    boolean isDirectory(Path path) throws IOException;

    /**
     * Lists a directory. A name that is given, taken away or passed to another file meanwhile may be missing or not.
     *
     * @param directory which
     * @return the names in it, in no order; empty if it does not exist
     * @throws IOException if it cannot be read, or is no directory
     */
    List<String> list(Path directory) throws IOException;

    /**
     * Creates a file for the owner only.
     *
     * @param file its path
     * @return the file, empty, open for writing
     * @throws java.nio.file.FileAlreadyExistsException if anything has the name, a dangling link included
     * @throws IOException if it cannot be created
     */
    NewFile create(Path file) throws IOException;

    /**
     * Opens a file to write over what it has. It keeps its name as long as it is open.
     *
     * @param file its path
     * @return the open file
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws NotRegularException if it is a link, a directory or a device
     * @throws IOException if it cannot be opened
     */
    LogFile openLog(Path file) throws IOException;

    /**
     * Cuts a file that nobody writes, so that it takes no more space than what it is needed for. It is not durable before
     * the machine sees fit; until then a power loss may bring back what was cut off.
     *
     * @param file its path
     * @param length what is left of it, in bytes; no more than it has
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws NotRegularException if it is a link, a directory or a device
     * @throws IOException if it cannot be cut
     */
    void cut(Path file, long length) throws IOException;

    /**
     * Opens a file for reading. What is read is the file that had the name at one moment, whatever gets the name later; if
     * it is being written over, any of its bytes may be old or new.
     *
     * @param file its path
     * @return the open file
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws NotRegularException if it is a link, a directory or a device
     * @throws IOException if it cannot be opened
     */
    OpenFile open(Path file) throws IOException;

    /**
     * Tells the file of a name from any other that had or gets this name.
     *
     * @param file its path
     * @return something to be compared by {@code equals}; empty if there is no file, or it cannot be told apart
     * @throws IOException if it cannot be told
     */
    Optional<Object> identity(Path file) throws IOException;

    /**
     * Renames a file within its directory, atomically, replacing the file that has the new name.
     *
     * @param from what there is
     * @param to what it is called from now on
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be renamed
     */
    void rename(Path from, Path to) throws IOException;

    /**
     * Deletes a file, a link or an empty directory, if it is there.
     *
     * @param file its path
     * @throws java.nio.file.DirectoryNotEmptyException if it is a directory with something in it
     * @throws IOException if it cannot be deleted
     */
    void delete(Path file) throws IOException;

    /**
     * Makes the entries of a directory durable.
     *
     * @param directory which
     * @throws IOException if it cannot be told whether they are
     */
    void syncDirectory(Path directory) throws IOException;

    /**
     * Opens a file whose bytes are locked, never read; it is created if it does not exist. Whoever opens it here shares
     * its locks with everybody in this JVM who has it open.
     *
     * @param file its path
     * @return its locks, to be closed
     * @throws NotRegularException if it is a link, a directory or a device
     * @throws IOException if it cannot be opened
     */
    Locks locks(Path file) throws IOException;

    /** A file being written. For use by one thread. */
    interface NewFile extends Closeable {

        /** {@return where to write; not buffered} */
        OutputStream out();

        /**
         * Makes what was written durable.
         *
         * @throws IOException if it cannot be told whether it is
         */
        void sync() throws IOException;
    }

    /**
     * A file of fixed length being written over. As no write makes it longer, a sync of it changes no metadata. For use
     * by one thread at a time.
     */
    interface LogFile extends Closeable {

        /** {@return how many bytes the file has} */
        long length();

        /**
         * Writes over some bytes.
         *
         * @param position where the first byte goes
         * @param data what to write, one after the other; they must not change before the next sync
         * @throws IOException if not all was written, as it would make the file longer or for another reason; some of it
         *     may be
         */
        void write(long position, List<ByteBuffer> data) throws IOException;

        /**
         * Makes what was written durable.
         *
         * @throws IOException if it cannot be told whether it is
         */
        void sync() throws IOException;
    }

    /**
     * A file being read. For use by one thread.
     *
     * @param in its bytes, not buffered
     * @param size its length when it was opened
     * @param modifiedMillis its time of last modification, in milliseconds of the epoch
     */
    record OpenFile(InputStream in, long size, long modifiedMillis) implements Closeable {
        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** The locks of one file. The death of the process, or of the machine, frees them. Safe for use by many threads. */
    interface Locks extends Closeable {

        /**
         * Locks one byte, unless somebody has it: another process, or anybody in this one.
         *
         * @param position which byte, from 0 to {@code Long.MAX_VALUE - 1}; it need not exist
         * @return the lock; empty if somebody has it
         * @throws IOException if it cannot be told
         */
        Optional<Lock> tryLock(long position) throws IOException;
    }

    /** A locked byte; closing it frees it, a second time does nothing. */
    interface Lock extends Closeable {

        /** {@return whether it was neither freed nor its file closed} */
        boolean isValid();
    }
}
