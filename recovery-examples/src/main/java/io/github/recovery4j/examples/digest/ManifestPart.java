package io.github.recovery4j.examples.digest;

import io.github.recovery4j.examples.digest.DigestState.Extent;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * A manifest while it grows. Lines are appended in memory; {@link #sync()} makes them durable and tells how much of the
 * file counts then. That goes into the checkpoint, so the state never says more than the file holds. What the file holds
 * beyond it was written by a process that died before its next checkpoint, and is cut off by {@link #open}.
 *
 * <p>Written by one thread, through a file that an interrupt does not close.
 */
final class ManifestPart implements Closeable {

    private static final int BUFFER = 1 << 16;

    private final RandomAccessFile file;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(BUFFER);
    private final CRC32C checksum = new CRC32C();
    private long length;

    private ManifestPart(RandomAccessFile file) {
        this.file = file;
    }

    /** Opens a part to append to it, behind what counts of it. */
    static ManifestPart open(Path path, Extent counts) throws IOException {
        boolean created = !Files.exists(path);
        ManifestPart part = new ManifestPart(new RandomAccessFile(path.toFile(), "rw"));
        try {
            part.rewind(path, counts);
            if (created) {
                syncDirectory(path);
            }
            return part;
        } catch (IOException e) {
            part.file.close();
            throw e;
        }
    }

    private void rewind(Path path, Extent counts) throws IOException {
        if (!feed(file, counts.length(), checksum) || checksum.getValue() != counts.crc32c()) {
            throw new IOException(path + " is not what the checkpoint says: it was changed since");
        }
        length = counts.length();
        file.setLength(length);
        file.seek(length);
    }

    private static boolean feed(RandomAccessFile file, long bytes, CRC32C checksum) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (long rest = bytes; rest > 0; ) {
            int read = file.read(buffer, 0, (int) Math.min(rest, BUFFER));
            if (read < 0) {
                return false;
            }
            checksum.update(buffer, 0, read);
            rest -= read;
        }
        return true;
    }

    /** Whether a file begins with what counts. */
    static boolean begins(Path path, Extent counts) throws IOException {
        if (!Files.isRegularFile(path) || Files.size(path) < counts.length()) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            CRC32C checksum = new CRC32C();
            return feed(file, counts.length(), checksum) && checksum.getValue() == counts.crc32c();
        }
    }

    void append(byte[] line) throws IOException {
        pending.writeBytes(line);
        checksum.update(line, 0, line.length);
        length += line.length;
        if (pending.size() >= BUFFER) {
            flush();
        }
    }

    private void flush() throws IOException {
        file.write(pending.toByteArray());
        pending.reset();
    }

    /** Makes everything durable that was appended. */
    Extent sync() throws IOException {
        flush();
        file.getFD().sync();
        return new Extent(length, checksum.getValue());
    }

    /** Gives a complete part its final name, durably; a file of that name is replaced. */
    static void publish(Path part, Path output) throws IOException {
        Files.move(part, output, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(output);
    }

    private static void syncDirectory(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel directory =
                    FileChannel.open(Objects.requireNonNull(file.getParent()), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    /** What was appended since the last sync may be lost. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
