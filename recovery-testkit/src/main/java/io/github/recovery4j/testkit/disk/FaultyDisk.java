package io.github.recovery4j.testkit.disk;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.ForwardingDisk;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Another disk, whose operations can fail one by one, as the operating system would let them:
 *
 * <ul>
 *   <li>a write that fails has written the first half of its bytes;
 *   <li>a sync of a file that fails has lost what it should have written: a later one of the same file succeeds, and
 *       makes nothing durable;
 *   <li>a close that fails has closed the file;
 *   <li>anything else that fails has changed nothing.
 * </ul>
 *
 * <p>The other disk may be a {@link SimulatedDisk} or the real one. Safe for use by many threads.
 */
public final class FaultyDisk extends ForwardingDisk {

    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile Fault fault;

    /**
     * Creates a disk without a fault.
     *
     * @param under what carries out the operations
     */
    public FaultyDisk(Disk under) {
        this(under, Fault.none());
    }

    /**
     * Creates a disk with a fault.
     *
     * @param under what carries out the operations
     * @param fault what comes before each
     */
    public FaultyDisk(Disk under, Fault fault) {
        super(under);
        this.fault = fault;
    }

    /**
     * Sets what comes before each operation from now on.
     *
     * @param next replaces the fault there was
     */
    public void inject(Fault next) {
        fault = next;
    }

    /** Ends the fault there was. */
    public void heal() {
        inject(Fault.none());
    }

    /** {@return how many operations it was asked for} */
    public long operations() {
        return operations.get();
    }

    /** {@return how many of them failed by a fault} */
    public long failures() {
        return failures.get();
    }

    private void before(DiskOperation operation, Path path) throws IOException {
        operations.incrementAndGet();
        try {
            fault.before(operation, path);
        } catch (IOException e) {
            failures.incrementAndGet();
            throw e;
        }
    }

    @Override
    public Optional<Path> resolve(Path directory) throws IOException {
        before(DiskOperation.RESOLVE, directory);
        return under().resolve(directory);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        before(DiskOperation.CREATE_DIRECTORY, directory);
        under().createDirectory(directory);
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        before(DiskOperation.INSPECT, path);
        return under().isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        before(DiskOperation.LIST, directory);
        return under().list(directory);
    }

    @Override
    public NewFile create(Path file) throws IOException {
        before(DiskOperation.CREATE, file);
        return new FaultyFile(file, under().create(file));
    }

    @Override
    public LogFile openLog(Path file) throws IOException {
        before(DiskOperation.OPEN, file);
        return new FaultyLog(file, under().openLog(file));
    }

    @Override
    public void cut(Path file, long length) throws IOException {
        before(DiskOperation.CUT, file);
        under().cut(file, length);
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        before(DiskOperation.OPEN, file);
        OpenFile opened = under().open(file);
        return new OpenFile(new FaultyInput(file, opened.in()), opened.size(), opened.modifiedMillis());
    }

    @Override
    public Optional<Object> identity(Path file) throws IOException {
        before(DiskOperation.INSPECT, file);
        return under().identity(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        before(DiskOperation.RENAME, from);
        under().rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        before(DiskOperation.DELETE, file);
        under().delete(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        before(DiskOperation.SYNC_DIRECTORY, directory);
        under().syncDirectory(directory);
    }

    @Override
    public Locks locks(Path file) throws IOException {
        before(DiskOperation.OPEN_LOCKS, file);
        return new FaultyLocks(file, under().locks(file));
    }

    /** What an open file has written and not synced; a sync that fails loses it. */
    private final class Pages {

        private final Path path;
        private boolean lost;

        Pages(Path path) {
            this.path = path;
        }

        void sync(Step sync) throws IOException {
            try {
                before(DiskOperation.SYNC, path);
            } catch (IOException e) {
                lost = true;
                throw e;
            }
            if (!lost) {
                sync.run();
            }
        }

        void close(Step close) throws IOException {
            try {
                before(DiskOperation.CLOSE, path);
            } finally {
                close.run();
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private final class FaultyFile extends ForwardingFile {

        private final Path path;
        private final Pages pages;

        FaultyFile(Path path, NewFile under) {
            super(under);
            this.path = path;
            this.pages = new Pages(path);
        }

        @Override
        protected void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                before(DiskOperation.WRITE, path);
            } catch (IOException e) {
                super.write(bytes, offset, length / 2);
                throw e;
            }
            super.write(bytes, offset, length);
        }

        @Override
        public void sync() throws IOException {
            pages.sync(super::sync);
        }

        @Override
        public void close() throws IOException {
            pages.close(super::close);
        }
    }

    private final class FaultyLog extends ForwardingLog {

        private final Path path;
        private final Pages pages;

        FaultyLog(Path path, LogFile under) {
            super(under);
            this.path = path;
            this.pages = new Pages(path);
        }

        @Override
        public void write(long position, List<ByteBuffer> data) throws IOException {
            try {
                before(DiskOperation.WRITE, path);
            } catch (IOException e) {
                byte[] all = SimulatedLog.bytes(data);
                super.write(position, List.of(ByteBuffer.wrap(all, 0, all.length / 2)));
                throw e;
            }
            super.write(position, data);
        }

        @Override
        public void sync() throws IOException {
            pages.sync(super::sync);
        }

        @Override
        public void close() throws IOException {
            pages.close(super::close);
        }
    }

    private final class FaultyInput extends FilterInputStream {

        private final Path path;

        FaultyInput(Path path, InputStream under) {
            super(under);
            this.path = path;
        }

        @Override
        public int read() throws IOException {
            before(DiskOperation.READ, path);
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            before(DiskOperation.READ, path);
            return super.read(bytes, offset, length);
        }
    }

    private final class FaultyLocks implements Locks {

        private final Path path;
        private final Locks under;

        FaultyLocks(Path path, Locks under) {
            this.path = path;
            this.under = under;
        }

        @Override
        public Optional<Lock> tryLock(long position) throws IOException {
            before(DiskOperation.LOCK, path);
            return under.tryLock(position);
        }

        @Override
        public void close() throws IOException {
            under.close();
        }
    }
}
