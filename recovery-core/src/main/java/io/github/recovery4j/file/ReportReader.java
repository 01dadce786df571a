package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointTooLargeException;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.disk.Disk;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CheckedInputStream;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Report} being read. Its first line is read and understood, and the lengths it names are held against the
 * length of the file, before anything else is: so a file that is not a report is mostly found out without reading it.
 * Memory is taken for the sections alone, and only for a report within the limit; everything else that has to pass the
 * checksum passes it in small pieces.
 *
 * <p>Nothing here is to be trusted, the {@link #header()} included, before {@link #verify} or {@link #checkpoint} has
 * returned.
 */
final class ReportReader {

    private static final int BUFFER = 1 << 16;

    private final String location;
    private final long size;
    private final SealedLine line;
    private final Checksum sum;
    private final InputStream rest;
    private final ReportHeader header;

    /**
     * Reads the first line.
     *
     * @throws DamagedException if it is not that of a report of this length
     * @throws UnsupportedFormatException if the file is intact and of a newer format
     */
    ReportReader(Disk.OpenFile file, String location) throws IOException {
        this.location = location;
        this.size = file.size();
        InputStream in = new BufferedInputStream(file.in(), bufferSize());
        this.line = SealedLine.read(in);
        this.sum = line.checksum();
        this.rest = new CheckedInputStream(in, sum);
        Fields fields = line.unverified();
        requireFormat(fields);
        this.header = ReportHeader.of(fields);
        requireLength();
    }

    private int bufferSize() {
        return (int) Math.min(BUFFER, Math.max(512, size));
    }

    private void requireFormat(Fields fields) throws IOException {
        long format = fields.format();
        if (format != SealedLine.FORMAT) {
            verifyRest();
            throw new UnsupportedFormatException(location, format, SealedLine.FORMAT);
        }
    }

    private void requireLength() throws DamagedException {
        if (header.size() != size || length() > size) {
            throw new DamagedException("its length is %d, its header says %d of which %d are used"
                    .formatted(size, header.size(), length()));
        }
    }

    /** Without what the file is filled up with. */
    private long length() {
        return line.length() + header.sections().length();
    }

    ReportHeader header() {
        return header;
    }

    /** Whether another file begins with the same first line: then it is the same report, as that has its checksum. */
    boolean isIn(Disk.OpenFile file) throws IOException {
        return line.begins(file.in());
    }

    /**
     * Checks every byte, in little memory.
     *
     * @return the header, to be trusted now
     * @throws DamagedException if it is not, byte for byte, what was written
     */
    ReportHeader verify() throws IOException {
        verifyRest();
        return header;
    }

    /**
     * Checks every byte, in little memory.
     *
     * @return the header, to be trusted now
     * @throws DamagedException if it is not, byte for byte, a report of this storage and this run
     */
    ReportHeader verify(String storageId, RunKey run) throws IOException {
        verifyRest();
        requireIdentity(storageId, run);
        return header;
    }

    /**
     * Checks every byte and makes a checkpoint of them.
     *
     * @param limit how long a report may be to be taken into memory
     * @throws DamagedException if it is not, byte for byte, a report of this storage and this run
     * @throws CheckpointTooLargeException if it is, and longer than the limit
     */
    Checkpoint checkpoint(String storageId, RunKey run, long limit) throws IOException {
        if (length() > limit) {
            verify(storageId, run);
            throw new CheckpointTooLargeException(location, length(), limit);
        }
        Encoded config = section(header.sections().config());
        ReportHeader.@Nullable Section body = header.sections().body().orElse(null);
        Encoded content = body == null ? null : section(body);
        verifyRest();
        requireIdentity(storageId, run);
        return header.checkpoint(config, content);
    }

    private Encoded section(ReportHeader.Section section) throws IOException {
        byte[] bytes = new byte[section.length()];
        if (rest.readNBytes(bytes, 0, bytes.length) < bytes.length || rest.read() != '\n') {
            throw new DamagedException("the file ends too early, or a section does");
        }
        return Encoded.of(section.codec(), section.version(), bytes);
    }

    private void verifyRest() throws IOException {
        byte[] buffer = new byte[bufferSize()];
        while (rest.read(buffer) >= 0) {
            // each byte passes the checksum
        }
        line.verify(sum);
    }

    private void requireIdentity(String storageId, RunKey run) throws DamagedException {
        String storage = header.storageId();
        if (!storage.equals(storageId)) {
            throw new DamagedException("it belongs to storage %s, this is %s".formatted(storage, storageId));
        }
        if (!header.run().equals(run)) {
            throw new DamagedException("it belongs to run " + header.run());
        }
    }
}
