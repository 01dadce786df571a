package io.github.recovery4j.journal;

import io.github.recovery4j.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Appends to one segment. For use by one thread at a time. */
final class SegmentWriter implements Closeable {

    private final Disk.LogFile log;
    private final long base;
    private final long capacity;

    /**
     * Goes on writing a segment.
     *
     * @param capacity the length of its file
     */
    SegmentWriter(Disk.LogFile log, long base, long capacity) {
        this.log = log;
        this.base = base;
        this.capacity = capacity;
    }

    /** Writes the first page and the first records. */
    void start(byte[] identity, long size, List<ByteBuffer> records) throws IOException {
        log.write(0, List.of(SegmentHeader.of(base, identity)));
        write(base, size, records);
    }

    boolean fits(long position, long size) {
        return offset(position) + size <= capacity;
    }

    /** Writes some records, and zeros behind them, so that what lay there before is not taken for a torn record. */
    void write(long position, long size, List<ByteBuffer> records) throws IOException {
        List<ByteBuffer> data = new ArrayList<>(records);
        int room = (int) Math.min(RecordHeader.SIZE, capacity - offset(position) - size);
        data.add(ByteBuffer.allocate(room));
        log.write(offset(position), data);
        log.sync();
    }

    void seal(long end) throws IOException {
        log.write(SegmentHeader.SEAL, List.of(SegmentHeader.seal(base, end)));
        log.sync();
    }

    private long offset(long position) {
        return SegmentHeader.SIZE + position - base;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
