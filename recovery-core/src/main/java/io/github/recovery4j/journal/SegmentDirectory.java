package io.github.recovery4j.journal;

import io.github.recovery4j.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a journal: what they are called, and how one comes and goes. Many threads may read segments while one
 * starts a segment and another takes one away; all that has to do with spares is for one thread at a time.
 */
final class SegmentDirectory {

    private static final String SEGMENT = ".segment";
    private static final String SPARE = ".spare";
    private static final String UNFINISHED = "segment.new";
    private static final int DIGITS = 16;
    private static final int ZEROS = 64 << 10;
    private static final int LARGEST_TAIL = 1 << 20;
    private static final int MOST_TAILS = 16;
    private static final String BASE = "[0-7][0-9a-f]{15}";
    private static final Pattern SEGMENT_NAME = Pattern.compile(BASE + Pattern.quote(SEGMENT));
    private static final Pattern SPARE_NAME = Pattern.compile(BASE + Pattern.quote(SPARE));
    private static final Pattern TAIL_NAME = Pattern.compile(BASE + Pattern.quote(SEGMENT) + "\\.torn-\\d+");

    /** The smallest segment is this part of the largest: many openings append little. */
    private static final int PARTS = 64;

    /** A segment is such a part of the journal before it at most; less, as its size is a power of two. */
    private static final int SHARE = 4;

    private final Disk disk;
    private final Path directory;
    private final byte[] identity;
    private final long segmentSize;
    private final long largestRecord;
    private final Deque<Path> spares = new ArrayDeque<>();

    SegmentDirectory(Disk disk, Path directory, byte[] identity, long segmentSize, long largestRecord) {
        this.disk = disk;
        this.directory = directory;
        this.identity = identity;
        this.segmentSize = segmentSize;
        this.largestRecord = largestRecord;
    }

    /** Whether one of its files may have a name. */
    static boolean isFileName(String name) {
        return name.equals(UNFINISHED)
                || Stream.of(SEGMENT_NAME, SPARE_NAME, TAIL_NAME)
                        .anyMatch(form -> form.matcher(name).matches());
    }

    /** The number that keeps records of other journals out of this one. */
    int seed() {
        return Checksums.of(ByteBuffer.wrap(identity));
    }

    /** What is there, in order of position. */
    List<Segment> list() throws IOException {
        return bases(disk.list(directory), SEGMENT_NAME)
                .map(this::segment)
                .sorted(Comparator.comparingLong(Segment::base))
                .toList();
    }

    /**
     * Gives the blocks back that an earlier opening has left. It may have been preparing a segment in them: what it wrote
     * has positions that are given away again now, and would be taken for records.
     */
    void deleteSpares() throws IOException {
        for (Path spare : bases(disk.list(directory), SPARE_NAME)
                .map(base -> named(base, SPARE))
                .toList()) {
            disk.delete(spare);
        }
    }

    private static Stream<Long> bases(List<String> names, Pattern form) {
        return names.stream()
                .filter(name -> form.matcher(name).matches())
                .map(name -> HexFormat.fromHexDigitsToLong(name, 0, DIGITS));
    }

    private Path named(long base, String ending) {
        return directory.resolve(HexFormat.of().toHexDigits(base) + ending);
    }

    Segment segment(long base) {
        return new Segment(base, named(base, SEGMENT));
    }

    /** Where the records of a segment end at the latest, unless a large record made it larger than others get. */
    private long behind(Segment segment) {
        return segment.base() + segmentSize - SegmentHeader.SIZE;
    }

    JournalException unreadable(IOException why) {
        return new JournalException(
                "%s could not be read (%s: %s); nothing was changed"
                        .formatted(directory, why.getClass().getSimpleName(), why.getMessage()),
                why);
    }

    /** Opens a segment to read all of it. */
    SegmentReader read(Segment segment, long limit) throws IOException {
        return read(segment, limit, SegmentReader.LARGE_WINDOW);
    }

    /** Opens a segment to read one record. */
    SegmentReader readAt(Segment segment, long position, long limit) throws IOException {
        SegmentReader reader = read(segment, limit, SegmentReader.SMALL_WINDOW);
        reader.skipTo(position);
        return reader;
    }

    private SegmentReader read(Segment segment, long limit, int window) throws IOException {
        return new SegmentReader(disk.open(segment.path()), segment.base(), seed(), limit, largestRecord, window);
    }

    /** Reads through the newest segment to find its end. */
    LastSegment examine(Segment newest) throws IOException {
        try (SegmentReader reader = read(newest, Long.MAX_VALUE)) {
            requireOurs(newest, reader);
            return LastSegment.of(reader, newest.base(), Math.max(reader.limit(), behind(newest)));
        }
    }

    /** Refuses a segment of another journal or of another release. */
    private void requireOurs(Segment segment, SegmentReader reader) throws IOException {
        Optional<String> stranger = SegmentHeader.stranger(reader.header(), identity);
        if (stranger.isPresent()) {
            throw new IOException("%s: %s".formatted(segment.path(), stranger.get()));
        }
    }

    /** What is wrong with the first page of a segment, in words; empty if nothing is. */
    Optional<String> fault(Segment segment, ByteBuffer header) {
        return SegmentHeader.fault(header, segment.base(), identity);
    }

    /** The size of the first segment of an opening. */
    long smallest() {
        return Math.max(2 * SegmentHeader.SIZE, segmentSize / PARTS);
    }

    /** The size of a segment that follows others, with as many bytes of records as they have. */
    long following(long bytes) {
        return Math.max(smallest(), Math.min(segmentSize, Long.highestOneBit(bytes / SHARE)));
    }

    /**
     * Starts a segment with some records, durably; it replaces one that starts at the same position.
     *
     * @param wanted how large it should be about; it has at least the size of the records
     * @throws NothingWrittenException if it could not be prepared; nothing has changed then
     */
    SegmentWriter start(long base, long size, List<ByteBuffer> records, long wanted) throws IOException {
        Path unfinished = directory.resolve(UNFINISHED);
        Path file = segment(base).path();
        long capacity = prepare(unfinished, wanted, base, size, records);
        disk.rename(unfinished, file);
        disk.syncDirectory(directory);
        return new SegmentWriter(disk.openLog(file), base, capacity);
    }

    private long prepare(Path file, long wanted, long base, long size, List<ByteBuffer> records)
            throws NothingWrittenException {
        try {
            long capacity = space(file, wanted, SegmentHeader.SIZE + size);
            try (SegmentWriter writer = new SegmentWriter(disk.openLog(file), base, capacity)) {
                writer.start(identity, size, records);
            }
            return capacity;
        } catch (IOException | RuntimeException | Error e) {
            deleteAfter(e, file);
            throw new NothingWrittenException(e);
        }
    }

    /** Gives a file blocks, and tells how many bytes it has. */
    private long space(Path file, long wanted, long least) throws IOException {
        while (!spares.isEmpty()) {
            Path spare = spares.removeLast();
            long size = size(spare);
            if (size >= least && size >= wanted / 2) {
                disk.rename(spare, file);
                return size;
            }
            disk.delete(spare);
        }
        long capacity = Math.max(wanted, least);
        allocate(file, capacity);
        return capacity;
    }

    /** Zeros all over, so that no later write allocates anything; the first sync makes them durable. */
    private void allocate(Path file, long capacity) throws IOException {
        disk.delete(file);
        try (Disk.NewFile allocated = disk.create(file)) {
            byte[] zeros = new byte[(int) Math.min(ZEROS, capacity)];
            for (long left = capacity; left > 0; left -= zeros.length) {
                allocated.out().write(zeros, 0, (int) Math.min(left, zeros.length));
            }
        }
    }

    /** How long a file is; 0 if there is none. */
    private long size(Path file) throws IOException {
        try (Disk.OpenFile found = disk.open(file)) {
            return found.size();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Gives the space back that is behind the end of a segment. */
    void cut(Segment segment, long end) throws IOException {
        long length = SegmentHeader.SIZE + end - segment.base();
        if (size(segment.path()) > length) {
            disk.cut(segment.path(), length);
        }
    }

    /** Takes a segment away that nobody reads any more, and tells where its blocks are. */
    Path retire(Segment segment) throws IOException {
        Path spare = named(segment.base(), SPARE);
        disk.rename(segment.path(), spare);
        return spare;
    }

    /** Allows blocks to be used again, after a sync: until then a segment may lead to them after a crash. */
    void reuse(Path spare) {
        spares.add(spare);
    }

    /** Gives the space back of all spares but some. */
    void keepSpares(int most) throws IOException {
        while (spares.size() > most) {
            disk.delete(spares.remove());
        }
    }

    /** Makes it durable what is there and what is not. */
    void sync() throws IOException {
        disk.syncDirectory(directory);
    }

    /** Deletes what a journal may have left here, the oldest segment first. */
    void delete() throws IOException {
        for (Segment segment : list()) {
            disk.delete(segment.path());
        }
        deleteSpares();
        for (String name : disk.list(directory)) {
            if (name.equals(UNFINISHED) || TAIL_NAME.matcher(name).matches()) {
                disk.delete(directory.resolve(name));
            }
        }
    }

    /** Copies what lies behind the last record, so that it is not lost when its place is written again. */
    Path keepTail(Segment segment, long end) throws IOException {
        List<String> taken = disk.list(directory);
        String name = "%s.torn-".formatted(segment.path().getFileName());
        int number = 1;
        while (taken.contains(name + number)) {
            number++;
        }
        dropOldTails(taken);
        Path evidence = directory.resolve(name + number);
        try (Disk.OpenFile source = disk.open(segment.path());
                Disk.NewFile target = disk.create(evidence)) {
            source.in().skipNBytes(SegmentHeader.SIZE + end - segment.base());
            target.out().write(source.in().readNBytes(LARGEST_TAIL));
            target.sync();
        } catch (IOException | RuntimeException | Error e) {
            deleteAfter(e, evidence);
            throw e;
        }
        return evidence;
    }

    /** A host that crashes again and again must not fill its disk with evidence. */
    private void dropOldTails(List<String> names) throws IOException {
        List<String> tails = names.stream()
                .filter(name -> TAIL_NAME.matcher(name).matches())
                .sorted()
                .toList();
        for (String oldest : tails.subList(0, Math.max(0, tails.size() - MOST_TAILS + 1))) {
            disk.delete(directory.resolve(oldest));
        }
    }

    private void deleteAfter(Throwable failure, Path file) {
        try {
            disk.delete(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
