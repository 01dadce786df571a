package io.github.recovery4j.disk;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file system of this machine. File data goes through {@code java.io} streams, which an interrupt cannot close; the
 * one call that needs a channel (the sync of a directory) is done again on a fresh one when an interrupt closed it.
 */
final class RealDisk implements Disk {

    static final RealDisk INSTANCE = new RealDisk();

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final FileAttribute<?>[] FILE = permissions("rw-------");
    private static final FileAttribute<?>[] DIRECTORY = permissions("rwx------");
    private static final int OPEN_TRIES = 100;

    private RealDisk() {}

    private static FileAttribute<?>[] permissions(String mode) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    @Override
    public Optional<Path> resolve(Path directory) throws IOException {
        try {
            Path real = directory.toRealPath();
            if (!isDirectory(real)) {
                throw new NotDirectoryException(directory + " (it is a file)");
            }
            return Optional.of(real);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> weakness(Path directory) throws IOException {
        return FileSystemCheck.weakness(directory);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, DIRECTORY);
        } catch (FileAlreadyExistsException e) {
            if (!isDirectory(directory)) {
                throw new NotDirectoryException(directory + " (it is a file or a link)");
            }
        }
    }

    @Override
    public boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        if (Files.isSymbolicLink(directory)) {
            throw new NotDirectoryException(directory + " (it is a link)");
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause(); // met while the entries were being read
        }
    }

    @Override
    public NewFile create(Path file) throws IOException {
        Files.createFile(file, FILE);
        return new StreamFile(new FileOutputStream(file.toFile()));
    }

    @Override
    public LogFile openLog(Path file) throws IOException {
        return new RealLog(file, regular(file).size());
    }

    private static BasicFileAttributes regular(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new NotRegularException(file);
        }
        return attributes;
    }

    @Override
    public void cut(Path file, long length) throws IOException {
        regular(file);
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            if (length > opened.length()) {
                throw new IOException("%s has %d bytes, %d cannot be left".formatted(file, opened.length(), length));
            }
            opened.setLength(length);
        }
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        for (int attempt = 1; ; attempt++) {
            BasicFileAttributes attributes = regular(file);
            try {
                return open(file, attributes.lastModifiedTime().toMillis());
            } catch (FileNotFoundException e) {
                throwUnlessReplaced(file, e, attempt);
            }
        }
    }

    /** The size is asked of what was opened: by now the name may be another file's. */
    private static OpenFile open(Path file, long modifiedMillis) throws IOException {
        RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r");
        try {
            // closing the stream closes the descriptor, and with it the file it was opened by
            return new OpenFile(new FileInputStream(opened.getFD()), opened.length(), modifiedMillis);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * {@code java.io} reports alike a file that is gone, one that may not be read, and one that was gone for a moment,
     * as its name passed to another; recovery must not.
     */
    private static void throwUnlessReplaced(Path file, FileNotFoundException e, int attempt) throws IOException {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(file.toString());
        }
        if (attempt == OPEN_TRIES) {
            throw e;
        }
    }

    /** Numbers of files are used again, times of modification have ticks: both are needed. */
    @Override
    public Optional<Object> identity(Path file) throws IOException {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.ofNullable(is.fileKey()).map(key -> List.of(key, is.size(), is.lastModifiedTime()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (!trySync(directory)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean trySync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    @Override
    public Locks locks(Path file) throws IOException {
        return LockFile.open(file, RealDisk::createUnlessThere);
    }

    private static void createUnlessThere(Path file) throws IOException {
        try {
            Files.createFile(file, FILE);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotRegularException(file);
            }
        }
    }

    private record StreamFile(FileOutputStream stream) implements NewFile {

        @Override
        public OutputStream out() {
            return stream;
        }

        @Override
        public void sync() throws IOException {
            stream.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
