package io.github.recovery4j.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The 32 bytes before each payload.
 *
 * <pre>
 * offset  size  field
 *      0     4  CRC32C over the identity of the journal and bytes [4, 32)
 *      4     4  payload length = n
 *      8     8  position
 *     16     8  position where the group of the record starts: before it, all was durable when this was written
 *     24     4  CRC32C over the payload
 *     28     4  type; below 0 for the journal's own
 *     32     n  payload, then zeros up to a multiple of 8
 * </pre>
 *
 * <p>All numbers are big-endian. A header of zeros is none: the journal ends there.
 *
 * @param position where the record is
 * @param group where its group starts
 * @param type what it is
 * @param length the bytes of its payload
 * @param checksum the CRC32C of its payload
 */
record RecordHeader(long position, long group, int type, int length, int checksum) {

    static final int SIZE = 32;
    static final int UNIT = 8;

    /** Fills the rest of a group that ends at a page. */
    static final int PADDING = -1;

    /** The bytes that a record takes, with header and padding. */
    static long size(long length) {
        return SIZE + (length + UNIT - 1) / UNIT * UNIT;
    }

    long size() {
        return size(length);
    }

    /** The position behind the record. */
    long end() {
        return position + size();
    }

    /** Whether the record is the journal's own. */
    boolean internal() {
        return type < 0;
    }

    void putInto(ByteBuffer target, int seed) {
        int start = target.position();
        target.putInt(0)
                .putInt(length)
                .putLong(position)
                .putLong(group)
                .putInt(checksum)
                .putInt(type);
        target.putInt(start, checksum(target, start, seed, new CRC32C()));
    }

    /** Whether there are only zeros. */
    static boolean isNone(ByteBuffer source, int index) {
        return (source.getLong(index)
                        | source.getLong(index + 8)
                        | source.getLong(index + 16)
                        | source.getLong(index + 24))
                == 0;
    }

    /**
     * Whether an intact header of this position is there. The position is compared first: most places have another.
     *
     * @param source on the heap, for this thread alone: the identity takes the place of the checksum for a moment
     */
    static boolean isAt(ByteBuffer source, int index, long position, int seed, CRC32C checksum) {
        if (source.getLong(index + 8) != position || source.getInt(index + 4) < 0) {
            return false;
        }
        int stored = source.getInt(index);
        int actual = checksum(source, index, seed, checksum);
        source.putInt(index, stored);
        return stored == actual;
    }

    static RecordHeader read(ByteBuffer source, int index) {
        return new RecordHeader(
                source.getLong(index + 8),
                source.getLong(index + 16),
                source.getInt(index + 28),
                source.getInt(index + 4),
                source.getInt(index + 24));
    }

    /** In one call and in place, as there are millions of headers; leaves the identity where the checksum goes. */
    private static int checksum(ByteBuffer bytes, int index, int seed, CRC32C checksum) {
        bytes.putInt(index, seed);
        checksum.reset();
        checksum.update(bytes.array(), bytes.arrayOffset() + index, SIZE);
        return (int) checksum.getValue();
    }
}
