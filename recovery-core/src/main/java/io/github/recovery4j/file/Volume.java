package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.StoreClosedException;
import io.github.recovery4j.checkpoint.StorePoisonedException;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.NotRegularException;
import io.github.recovery4j.disk.SafeName;
import io.github.recovery4j.lease.LeaseKey;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a storage, with the two states that end its use: closed, and poisoned by a failed sync. Every sync
 * goes through here, so that no failure of one is overlooked.
 */
final class Volume {

    /** Has a dot, which the directory of a job never has. */
    static final String NAMED = "ledgers.d";

    private static final String UNCOMMITTED = ".new";

    private final Disk disk;
    private final Path root;
    private final AtomicReference<@Nullable IOException> poison = new AtomicReference<>();
    private volatile boolean closed;

    Volume(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    Disk disk() {
        return disk;
    }

    Path root() {
        return root;
    }

    Path directory(String job) {
        return root.resolve(SafeName.of(job));
    }

    Path owner(LeaseKey key) {
        return directory(key.job()).resolve(SafeName.of(key.name()) + ".owner");
    }

    /** The directories of all jobs. */
    List<Path> jobDirectories() throws IOException {
        List<Path> directories = new ArrayList<>();
        for (String name : disk.list(root)) {
            if (!name.equals(NAMED) && disk.isDirectory(root.resolve(name))) {
                directories.add(root.resolve(name));
            }
        }
        return directories;
    }

    /** Makes the directory of a job durable, if it is new. */
    void createDirectory(String job) throws IOException {
        disk.createDirectory(directory(job));
        syncDirectory(root);
    }

    void requireOpen() {
        if (closed) {
            throw new StoreClosedException(root.toString());
        }
    }

    void requireWritable() {
        requireOpen();
        IOException first = poison.get();
        if (first != null) {
            throw new StorePoisonedException(root.toString(), first);
        }
    }

    void close() {
        closed = true;
    }

    /** Writes a new file whole and makes its data durable; after a failure there is no such file. */
    void writeNew(Path file, Writer content) throws IOException {
        try (Disk.NewFile out = create(file)) {
            OutputStream buffer = new BufferedOutputStream(out.out());
            content.writeTo(buffer);
            buffer.flush();
            sync(out);
        } catch (IOException | RuntimeException | Error e) {
            deleteAfter(e, file);
            throw e;
        }
    }

    /**
     * Writes a report over all of a file, if that has a size that suits it, and makes its data durable; after a failure
     * there is no such file.
     *
     * @return whether it was written
     */
    boolean writeOver(Path file, Report report) throws IOException {
        try (Disk.LogFile log = disk.openLog(file)) {
            if (!report.suits(log.length())) {
                return false;
            }
            log.write(0, report.filling(log.length()).pieces());
            poisonedBy(log::sync);
            return true;
        } catch (NoSuchFileException | NotRegularException e) {
            return false; // it was taken away, or something was planted
        } catch (IOException | RuntimeException | Error e) {
            deleteAfter(e, file);
            throw e;
        }
    }

    private Disk.NewFile create(Path file) throws IOException {
        try {
            return disk.create(file);
        } catch (FileAlreadyExistsException e) {
            disk.delete(file); // a save that never committed, or something that was planted
            return disk.create(file);
        }
    }

    /** Puts a small file in the place of another, atomically and durably. */
    void replace(Path file, byte[] content) throws IOException {
        Path uncommitted = file.resolveSibling(file.getFileName() + UNCOMMITTED);
        writeNew(uncommitted, out -> out.write(content));
        disk.rename(uncommitted, file);
        syncDirectory(file.getParent());
    }

    void syncDirectory(@Nullable Path directory) throws IOException {
        if (directory != null) {
            poisonedBy(() -> disk.syncDirectory(directory));
        }
    }

    private void sync(Disk.NewFile file) throws IOException {
        poisonedBy(file::sync);
    }

    private void poisonedBy(Sync sync) throws IOException {
        try {
            sync.run();
        } catch (IOException e) {
            poison.compareAndSet(null, e);
            throw e;
        }
    }

    private void deleteAfter(Throwable failure, Path file) {
        try {
            disk.delete(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Writes the content of a file. */
    @FunctionalInterface
    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    @FunctionalInterface
    private interface Sync {
        void run() throws IOException;
    }
}
