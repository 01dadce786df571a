package io.github.recovery4j.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The real disk, with something to be done before a file is opened or renamed: for moments that last too short. */
final class HookedDisk implements Disk {

    private final Disk real;
    private final Hook hook;

    /** Is called before an operation. */
    @FunctionalInterface
    interface Hook {
        void before(String operation, Path file);
    }

    HookedDisk(Path root, Hook hook) {
        this.real = new RealDisk(root);
        this.hook = hook;
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        real.createDirectory(directory);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return real.list(directory);
    }

    @Override
    public NewFile create(Path file) throws IOException {
        return real.create(file);
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        hook.before("open", file);
        return real.open(file);
    }

    @Override
    public Optional<Object> identity(Path file) throws IOException {
        return real.identity(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        hook.before("rename", from);
        real.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        real.delete(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        real.syncDirectory(directory);
    }
}
