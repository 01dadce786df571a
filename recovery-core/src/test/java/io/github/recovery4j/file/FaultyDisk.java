package io.github.recovery4j.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The real disk, whose n-th change fails: once, or from then on. */
final class FaultyDisk implements Disk {

    private final Disk real;
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean forever;
    private volatile String onlyKind = "";

    FaultyDisk(Path root) {
        this.real = new RealDisk(root);
    }

    /** Lets some changes pass, then fails one. */
    void failAfter(int changes) {
        onlyKind = "";
        forever = false;
        left.set(changes);
    }

    void failAlways(String kind) {
        onlyKind = kind;
        forever = true;
        left.set(0);
    }

    void heal() {
        left.set(Integer.MAX_VALUE);
        forever = false;
        onlyKind = "";
    }

    boolean failed() {
        return left.get() < 0;
    }

    private void change(String kind) throws IOException {
        if (!onlyKind.isEmpty() && !onlyKind.equals(kind)) {
            return;
        }
        int before = left.getAndUpdate(n -> n == Integer.MAX_VALUE ? n : n - 1);
        if (before == 0 || (before < 0 && forever)) {
            throw new IOException("injected failure of " + kind);
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        change("mkdir");
        real.createDirectory(directory);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return real.list(directory);
    }

    @Override
    public NewFile create(Path file) throws IOException {
        change("create");
        NewFile opened = real.create(file);
        return new NewFile() {
            @Override
            public OutputStream out() {
                return new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        try {
                            change("write");
                        } catch (IOException e) {
                            opened.out().write(bytes, offset, length / 2); // a short write
                            throw e;
                        }
                        opened.out().write(bytes, offset, length);
                    }
                };
            }

            @Override
            public void sync() throws IOException {
                change("sync");
                opened.sync();
            }

            @Override
            public void close() throws IOException {
                opened.close();
            }
        };
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        return real.open(file);
    }

    @Override
    public Optional<Object> identity(Path file) throws IOException {
        return real.identity(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        change("rename");
        real.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        change("delete");
        real.delete(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        change("syncDirectory");
        real.syncDirectory(directory);
    }
}
