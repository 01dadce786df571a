package io.github.recovery4j.benchmarks.peers;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * One preallocated file of framed records: what the two floors write to.
 *
 * <pre>
 * offset  size  field
 *      0     4  length of the state = n
 *      4     4  CRC32C over bytes [8, 16+n)
 *      8     4  key
 *     12     4  number of the record
 *     16     n  state
 * </pre>
 *
 * All its bytes are written as zeros and synced when it is created, so that no later sync changes metadata. A file that is
 * full is written again from the start: whatever lies there is lost, which a store could not afford, but a floor can.
 */
final class FramedFile implements Closeable {

    /** Bytes of a file, unless more are asked for. */
    static final long CAPACITY = 256L << 20;

    private static final int HEADER = 16;
    private static final int CHUNK = 1 << 20;

    private final FileChannel channel;
    private final long capacity;
    private final AtomicLong end = new AtomicLong();
    private final AtomicInteger number = new AtomicInteger();
    /** A record is put together outside the heap, as a channel would otherwise copy it there at each write. */
    private final ThreadLocal<ByteBuffer> buffers = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(HEADER));

    /** Takes each record that is found. */
    interface Visitor {
        void record(int key, byte[] state);
    }

    FramedFile(Path file, long capacity) throws IOException {
        this.capacity = capacity;
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.size() == 0) {
            preallocate();
        }
    }

    private void preallocate() throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
        for (long at = 0; at < capacity; at += CHUNK) {
            channel.write(zeros.clear(), at);
        }
        channel.force(true);
    }

    /** {@return a record in the calling thread's own buffer, good until it frames another} */
    ByteBuffer frame(int key, byte[] state) {
        int bytes = HEADER + state.length;
        if (buffers.get().capacity() < bytes) {
            buffers.set(ByteBuffer.allocateDirect(bytes));
        }
        ByteBuffer record = buffers.get().clear().limit(bytes);
        record.putInt(0, state.length)
                .putInt(8, key)
                .putInt(12, number.incrementAndGet())
                .put(HEADER, state);
        CRC32C checksum = new CRC32C();
        checksum.update(record.position(8));
        return record.putInt(4, (int) checksum.getValue()).rewind();
    }

    /** {@return where so many bytes may be written, by nobody else} */
    long reserve(long bytes) {
        long after = end.updateAndGet(before -> before + bytes > capacity ? bytes : before + bytes);
        return after - bytes;
    }

    /** Writes one record to a place that was reserved. */
    void write(ByteBuffer record, long at) throws IOException {
        for (long to = at; record.hasRemaining(); ) {
            to += channel.write(record, to);
        }
    }

    /** Writes all buffers, one behind the other, in as few calls as possible. One thread. */
    void write(ByteBuffer[] records, long bytes, long at) throws IOException {
        channel.position(at);
        for (long left = bytes; left > 0; ) {
            left -= channel.write(records);
        }
    }

    /** One fdatasync. */
    void sync() throws IOException {
        channel.force(false);
    }

    /** Reads from the start up to the first thing that is no record. */
    void read(Visitor visitor) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK).limit(0);
        CRC32C checksum = new CRC32C();
        channel.position(0);
        while (true) {
            buffer = atLeast(HEADER, buffer);
            int length = buffer.remaining() < HEADER ? 0 : buffer.getInt(buffer.position());
            if (length <= 0 || length > capacity) {
                return;
            }
            buffer = atLeast(HEADER + length, buffer);
            if (buffer.remaining() < HEADER + length) {
                return;
            }
            int start = buffer.position();
            checksum.reset();
            checksum.update(buffer.array(), start + 8, length + 8);
            if ((int) checksum.getValue() != buffer.getInt(start + 4)) {
                return;
            }
            byte[] state = new byte[length];
            int key = buffer.getInt(start + 8);
            buffer.position(start + HEADER).get(state);
            visitor.record(key, state);
        }
    }

    private ByteBuffer atLeast(int bytes, ByteBuffer buffer) throws IOException {
        if (buffer.remaining() >= bytes) {
            return buffer;
        }
        ByteBuffer filled = bytes <= buffer.capacity()
                ? buffer.compact()
                : ByteBuffer.allocate(2 * bytes).put(buffer);
        int read = 0;
        while (filled.position() < bytes && read >= 0) {
            read = channel.read(filled);
        }
        return filled.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
