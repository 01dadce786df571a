package io.github.recovery4j.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock file of a storage, {@code storage.lock}, or of a journal: always empty, never read. That of a storage is never
 * deleted. A lease is the lock of one byte of it, far behind its end, at a position drawn from the lease's key; so a directory with a thousand runs
 * holds one descriptor, and there is no lock file to delete at the wrong moment.
 *
 * <p>POSIX drops all locks of a process on a file when it closes <em>any</em> descriptor of that file. Therefore every
 * storage of this JVM on the same directory shares one instance, found in a JVM-wide registry, and the file is closed
 * when the last of them is. Other code that opens and closes the file still drops the locks; what then keeps two owners
 * apart is the fencing token.
 *
 * <p>The kernel frees the locks of a process that dies, however it dies.
 */
final class LockFile implements Disk.Locks {

    private static final Map<Path, LockFile> OPEN = new HashMap<>();
    private static final Lock REGISTRY = new ReentrantLock();

    private final Path path;
    private final RandomAccessFile file;
    private int users;

    private LockFile(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens the lock file, or joins those in this JVM who have it open; only who is the first touches it.
     *
     * @param path its real path
     * @param creator creates it, unless it is there
     */
    static LockFile open(Path path, Creator creator) throws IOException {
        REGISTRY.lock();
        try {
            LockFile shared = OPEN.get(path);
            if (shared == null) {
                creator.create(path);
                shared = new LockFile(path, new RandomAccessFile(path.toFile(), "rw"));
                OPEN.put(path, shared);
            }
            shared.users++;
            return shared;
        } finally {
            REGISTRY.unlock();
        }
    }

    @Override
    public Optional<Disk.Lock> tryLock(long position) throws IOException {
        try {
            return Optional.ofNullable(file.getChannel().tryLock(position, 1, false))
                    .map(ByteLock::new);
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        REGISTRY.lock();
        try {
            users--;
            if (users == 0) {
                OPEN.remove(path);
                file.close();
            }
        } finally {
            REGISTRY.unlock();
        }
    }

    /** Creates the file, unless it is there; fails if something else is. */
    @FunctionalInterface
    interface Creator {
        void create(Path path) throws IOException;
    }

    private record ByteLock(FileLock lock) implements Disk.Lock {

        @Override
        public boolean isValid() {
            return lock.isValid();
        }

        @Override
        public void close() throws IOException {
            lock.release();
        }
    }
}
