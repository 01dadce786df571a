package io.github.recovery4j.file;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.NotRegularException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the files of one directory in memory: what a journal is opened on by those who only look. Opening one may
 * write to it, and its owner may be at work. One thread.
 */
final class CopiedFiles implements Disk {

    private static final Logger log = LoggerFactory.getLogger(CopiedFiles.class);

    private final Path directory;
    private final Map<Path, byte[]> files = new HashMap<>();

    private CopiedFiles(Path directory) {
        this.directory = directory;
    }

    static CopiedFiles of(Disk disk, Path directory) throws IOException {
        CopiedFiles copy = new CopiedFiles(directory);
        for (String name : disk.list(directory)) {
            Path file = directory.resolve(name);
            try (OpenFile open = disk.open(file)) {
                copy.files.put(file, open.in().readAllBytes());
            } catch (NoSuchFileException | NotRegularException e) {
                log.debug("{} went meanwhile, or is none of the journal's: {}", file, e.toString());
            }
        }
        return copy;
    }

    private byte[] content(Path file) throws NoSuchFileException {
        byte[] content = files.get(file);
        if (content == null) {
            throw new NoSuchFileException(file.toString());
        }
        return content;
    }

    @Override
    public Optional<Path> resolve(Path path) {
        return Optional.of(path);
    }

    @Override
    public Optional<String> weakness(Path path) {
        return Optional.empty();
    }

    @Override
    public void createDirectory(Path path) {}

    @Override
    public boolean isDirectory(Path path) {
        return path.equals(directory);
    }

    @Override
    public List<String> list(Path path) {
        return files.keySet().stream()
                .map(file -> String.valueOf(file.getFileName()))
                .toList();
    }

    @Override
    public NewFile create(Path file) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        return new NewFile() {
            @Override
            public OutputStream out() {
                return content;
            }

            @Override
            public void sync() {}

            @Override
            public void close() {
                files.put(file, content.toByteArray());
            }
        };
    }

    @Override
    public LogFile openLog(Path file) throws IOException {
        byte[] content = content(file);
        return new LogFile() {
            @Override
            public long length() {
                return content.length;
            }

            @Override
            public void write(long position, List<ByteBuffer> data) {
                ByteBuffer target = ByteBuffer.wrap(content).position((int) position);
                data.forEach(part -> target.put(part.duplicate()));
            }

            @Override
            public void sync() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void cut(Path file, long length) throws IOException {
        files.put(file, Arrays.copyOf(content(file), (int) length));
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        byte[] content = content(file);
        return new OpenFile(new ByteArrayInputStream(content), content.length, 0);
    }

    @Override
    public Optional<Object> identity(Path file) {
        return Optional.empty();
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        files.put(to, content(from));
        files.remove(from);
    }

    @Override
    public void delete(Path file) {
        files.remove(file);
    }

    @Override
    public void syncDirectory(Path path) {}

    @Override
    public Locks locks(Path file) {
        return OwnersDisk.NO_LOCKS;
    }
}
