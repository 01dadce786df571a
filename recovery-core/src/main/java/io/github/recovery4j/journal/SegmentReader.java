package io.github.recovery4j.journal;

import io.github.recovery4j.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Reads the records of one segment from its beginning, over whatever is damaged: where a record should be and is not,
 * the next place is looked for that has an intact one. For use by one thread.
 */
final class SegmentReader implements Closeable {

    /** As much as is read at a time by who wants one record, and by who wants all. */
    static final int SMALL_WINDOW = 8 << 10;

    static final int LARGE_WINDOW = 256 << 10;

    private final Disk.OpenFile file;
    private final long base;
    private final int seed;
    private final long limit;
    private final long largest;
    private final CRC32C checksum = new CRC32C();
    private byte[] window;
    private ByteBuffer view;
    private ByteBuffer readOnly;
    private long windowOffset;
    private int filled;
    private final ByteBuffer header;
    private long position;
    private boolean torn;

    /**
     * Starts at the first record, and closes the file if that fails.
     *
     * @param limit the position where the segment ends at the latest
     * @param largest the bytes a payload has at most
     * @param windowSize how much is read at a time, if the file has as much
     */
    SegmentReader(Disk.OpenFile file, long base, int seed, long limit, long largest, int windowSize)
            throws IOException {
        this.file = file;
        this.base = base;
        this.seed = seed;
        this.largest = Math.max(largest, Group.LARGEST_PADDING);
        this.window = new byte[(int) Math.min(windowSize, Math.max(SegmentHeader.SIZE, file.size()))];
        this.view = ByteBuffer.wrap(window);
        this.readOnly = view.asReadOnlyBuffer();
        this.limit = Math.min(limit, base + Math.max(0, file.size() - SegmentHeader.SIZE));
        this.position = base;
        try {
            ensure(0, SegmentHeader.SIZE);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        this.header = ByteBuffer.wrap(Arrays.copyOf(window, Math.min(filled, SegmentHeader.SIZE)));
    }

    /** The first page, or what there is of it. */
    ByteBuffer header() {
        return header;
    }

    /** Goes on behind the records before a position, which are not looked at. */
    void skipTo(long next) {
        position = next;
    }

    /** Where its records end at the latest. */
    long limit() {
        return limit;
    }

    /** The next intact record before the limit. If it is not where the one before ended, something between is damaged. */
    Optional<RecordHeader> next() throws IOException {
        Optional<RecordHeader> found = intact(position);
        if (found.isEmpty()) {
            torn = isUsed(position);
            found = search();
        }
        found.ifPresent(record -> position = record.end());
        return found;
    }

    /** The first intact record behind a place that has none. */
    private Optional<RecordHeader> search() throws IOException {
        Optional<RecordHeader> found = Optional.empty();
        for (long at = behind(position); found.isEmpty() && fits(at); at = behind(at)) {
            found = intact(at);
        }
        return found;
    }

    /** After the last record: whether something else than zeros is behind it. */
    boolean torn() {
        return torn;
    }

    /** The payload of the record that was found last; valid until the next one is looked for. */
    ByteBuffer payload(RecordHeader found) {
        int index = index(found.position()) + RecordHeader.SIZE;
        return readOnly.slice(index, found.length());
    }

    /** A copy of that payload, to be kept. */
    ByteBuffer copy(RecordHeader found) {
        int index = index(found.position()) + RecordHeader.SIZE;
        return ByteBuffer.wrap(Arrays.copyOfRange(window, index, index + found.length()));
    }

    private boolean isUsed(long at) throws IOException {
        return fits(at) && !RecordHeader.isNone(view, index(at));
    }

    /** Whether a header may be there; then it is in the window. */
    private boolean fits(long at) throws IOException {
        return at + RecordHeader.SIZE <= limit && ensure(offset(at), RecordHeader.SIZE);
    }

    private Optional<RecordHeader> intact(long at) throws IOException {
        if (!isHeader(at)) {
            return Optional.empty();
        }
        RecordHeader found = RecordHeader.read(view, index(at));
        if (found.length() > largest) {
            throw new IOException(
                    "the record at position %d has %d bytes, the limit is %d".formatted(at, found.length(), largest));
        }
        boolean whole = found.end() <= limit
                && ensure(offset(at), RecordHeader.SIZE + found.length())
                && checksum(index(at) + RecordHeader.SIZE, found.length()) == found.checksum();
        return whole ? Optional.of(found) : Optional.empty();
    }

    private boolean isHeader(long at) throws IOException {
        return fits(at) && RecordHeader.isAt(view, index(at), at, seed, checksum);
    }

    /** If the header is intact the payload is not, and the next record is behind it; else it may be anywhere. */
    private long behind(long at) throws IOException {
        return isHeader(at) ? RecordHeader.read(view, index(at)).end() : at + RecordHeader.UNIT;
    }

    private int checksum(int index, int length) {
        checksum.reset();
        checksum.update(window, index, length);
        return (int) checksum.getValue();
    }

    private long offset(long at) {
        return SegmentHeader.SIZE + at - base;
    }

    private int index(long at) {
        return (int) (offset(at) - windowOffset);
    }

    /** Brings some bytes into the window, and whatever fits behind them; false if the file ends before. */
    private boolean ensure(long offset, int length) throws IOException {
        long end = windowOffset + filled;
        if (offset + length > end) {
            int kept = (int) Math.max(0, end - offset);
            file.in().skipNBytes(Math.max(0, offset - end));
            byte[] target = length > window.length ? new byte[length] : window;
            System.arraycopy(window, filled - kept, target, 0, kept);
            if (target != window) {
                window = target;
                view = ByteBuffer.wrap(window);
                readOnly = view.asReadOnlyBuffer();
            }
            windowOffset = offset;
            filled = kept + file.in().readNBytes(window, kept, window.length - kept);
        }
        return offset + length <= windowOffset + filled;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
