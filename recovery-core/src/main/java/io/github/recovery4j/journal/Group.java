package io.github.recovery4j.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Records that are written together, one behind the other. For use by one thread at a time. */
final class Group {

    private static final int PAGE = 4096;

    /** The bytes that {@link #pad} adds at most. */
    static final int LARGEST_PADDING = 2 * PAGE;

    private final long start;
    private final List<RecordHeader> headers = new ArrayList<>();
    private final List<ByteBuffer[]> payloads = new ArrayList<>();
    private long end;

    /** Starts with none. */
    Group(long start) {
        this.start = start;
        this.end = start;
    }

    long start() {
        return start;
    }

    /** The position behind the last record. */
    long end() {
        return end;
    }

    long size() {
        return end - start;
    }

    /** Adds a record, and tells its position. */
    long add(int type, int length, int checksum, ByteBuffer... payload) {
        RecordHeader header = new RecordHeader(end, start, type, length, checksum);
        headers.add(header);
        payloads.add(payload);
        end = header.end();
        return header.position();
    }

    /** Fills up to a page, or fills one, so that no later write touches the pages of this group. */
    void pad() {
        int missing = (int) (-size() & (PAGE - 1));
        if (missing > 0 || headers.isEmpty()) {
            int record = missing < RecordHeader.SIZE ? missing + PAGE : missing;
            ByteBuffer zeros = ByteBuffer.allocate(record - RecordHeader.SIZE);
            add(RecordHeader.PADDING, zeros.remaining(), Checksums.of(zeros), zeros);
        }
    }

    /** The records with their payloads in one piece. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            RecordHeader header = headers.get(i);
            entries.add(new Entry(header.position(), header.type(), joined(header.length(), payloads.get(i))));
        }
        return entries;
    }

    private static ByteBuffer joined(int length, ByteBuffer... parts) {
        ByteBuffer all = ByteBuffer.allocate(length);
        for (ByteBuffer part : parts) {
            all.put(part.duplicate());
        }
        return all.flip();
    }

    /** What is written: headers, payloads and the zeros between. */
    List<ByteBuffer> encoded(int seed) {
        ByteBuffer all = ByteBuffer.allocate(headers.size() * RecordHeader.SIZE);
        List<ByteBuffer> pieces = new ArrayList<>(3 * headers.size());
        for (int i = 0; i < headers.size(); i++) {
            RecordHeader header = headers.get(i);
            int index = all.position();
            header.putInto(all, seed);
            pieces.add(all.slice(index, RecordHeader.SIZE));
            pieces.addAll(List.of(payloads.get(i)));
            pieces.add(ByteBuffer.allocate((int) (header.size() - RecordHeader.SIZE - header.length())));
        }
        return pieces;
    }
}
