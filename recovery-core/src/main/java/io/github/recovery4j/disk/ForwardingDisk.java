package io.github.recovery4j.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Hands everything on to another disk: to be extended by one that does a few things differently. */
public abstract class ForwardingDisk implements Disk {

    private final Disk under;

    /**
     * Creates a disk that does what another one does.
     *
     * @param under the other one
     */
    protected ForwardingDisk(Disk under) {
        this.under = under;
    }

    /** {@return the disk that everything is handed on to} */
    protected final Disk under() {
        return under;
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
    public void cut(Path file, long length) throws IOException {
        under.cut(file, length);
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

    @Override
    public Locks locks(Path file) throws IOException {
        return under.locks(file);
    }
}
