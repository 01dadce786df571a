package io.github.recovery4j.file;

import io.github.recovery4j.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The disk under the journal of a run. It locks nothing: the lease of the run keeps others out, also those whose process
 * has lost it and does not know.
 */
record UnlockedDisk(Disk under) implements Disk {

    static final Locks NO_LOCKS = new Locks() {
        @Override
        public Optional<Lock> tryLock(long position) {
            return Optional.of(NO_LOCK);
        }

        @Override
        public void close() {}
    };

    private static final Lock NO_LOCK = new Lock() {
        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public void close() {}
    };

    @Override
    public Locks locks(Path file) {
        return NO_LOCKS;
    }

    @Override
    public Optional<Path> resolve(Path directory) throws IOException {
        return under.resolve(directory);
    }

    @Override
    public Optional<String> weakness(Path directory) throws IOException {
        return under.weakness(directory);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        under.createDirectory(directory);
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        return under.isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return under.list(directory);
    }

    @Override
    public NewFile create(Path file) throws IOException {
        return under.create(file);
    }

    @Override
    public LogFile openLog(Path file) throws IOException {
        return under.openLog(file);
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        return under.open(file);
    }

    @Override
    public Optional<Object> identity(Path file) throws IOException {
        return under.identity(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        under.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        under.delete(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        under.syncDirectory(directory);
    }
}
