package io.github.recovery4j.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The first page of a segment. It tells people and tools what they have before them; what is needed to read the records
 * is in the records, in the name of the file and in the identity that the owner of the journal gives, so that damage to
 * this page costs none of them.
 *
 * <pre>
 * offset  size  field
 *      0     6  "R4JSEG"
 *      6     2  format version
 *      8     8  base: the position of the first record, which is at offset 4096; equals the one in the file name
 *     16     2  length of the identity = n
 *     18     n  identity of the journal, UTF-8
 *   2044     4  CRC32C over bytes [0, 2044)
 *   2048     8  end: the position behind the last record, once the journal was closed in peace
 *   2056     4  CRC32C over base and end
 * </pre>
 *
 * <p>The end is written later than the rest, and alone in its sector; until then it is zero.
 */
final class SegmentHeader {

    static final int SIZE = 4096;
    static final int LARGEST_IDENTITY = 1024;

    private static final byte[] MAGIC = "R4JSEG".getBytes(StandardCharsets.US_ASCII);
    static final short VERSION = 1;
    private static final int CHECKED = 2044;
    static final int SEAL = 2048;

    private SegmentHeader() {}

    static ByteBuffer of(long base, byte[] identity) {
        ByteBuffer header = ByteBuffer.allocate(SIZE);
        header.put(MAGIC)
                .putShort(VERSION)
                .putLong(base)
                .putShort((short) identity.length)
                .put(identity);
        return header.putInt(CHECKED, checksum(header)).rewind();
    }

    /** What is wrong with a header, in words; empty if nothing is. */
    static Optional<String> fault(ByteBuffer header, long base, byte[] identity) {
        if (header.limit() < SIZE || checksum(header) != header.getInt(CHECKED)) {
            return Optional.of("its first page is damaged");
        }
        if (!Arrays.equals(bytes(header, 0, MAGIC.length), MAGIC)) {
            return Optional.of("it is no segment of a journal");
        }
        if (header.getLong(8) != base) {
            return Optional.of("it starts at position %d, its name says %d".formatted(header.getLong(8), base));
        }
        return stranger(header, identity);
    }

    /** Why an intact page is not for this journal, or not for this release, in words; empty if it is, or is damaged. */
    static Optional<String> stranger(ByteBuffer header, byte[] identity) {
        if (header.limit() < SIZE
                || checksum(header) != header.getInt(CHECKED)
                || !Arrays.equals(bytes(header, 0, MAGIC.length), MAGIC)) {
            return Optional.empty();
        }
        if (header.getShort(6) != VERSION) {
            return Optional.of(
                    "it has version %d of the format, this release knows %d".formatted(header.getShort(6), VERSION));
        }
        byte[] other = bytes(header, 18, Math.min(LARGEST_IDENTITY, Math.max(0, header.getShort(16))));
        return Arrays.equals(other, identity)
                ? Optional.empty()
                : Optional.of(
                        "it belongs to another journal, '%s'".formatted(new String(other, StandardCharsets.UTF_8)));
    }

    /** What is written at {@link #SEAL} when the journal is closed. */
    static ByteBuffer seal(long base, long end) {
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(end)
                .putInt(sealChecksum(base, end))
                .flip();
    }

    /** Where the segment ends, if it was sealed. */
    static OptionalLong sealedEnd(ByteBuffer header, long base) {
        if (header.limit() < SIZE) {
            return OptionalLong.empty();
        }
        long end = header.getLong(SEAL);
        boolean intact = end >= base && header.getInt(SEAL + Long.BYTES) == sealChecksum(base, end);
        return intact ? OptionalLong.of(end) : OptionalLong.empty();
    }

    private static int sealChecksum(long base, long end) {
        return Checksums.of(
                ByteBuffer.allocate(2 * Long.BYTES).putLong(base).putLong(end).flip());
    }

    private static byte[] bytes(ByteBuffer source, int index, int length) {
        byte[] bytes = new byte[length];
        source.get(index, bytes);
        return bytes;
    }

    private static int checksum(ByteBuffer header) {
        return Checksums.of(header.slice(0, CHECKED));
    }
}
