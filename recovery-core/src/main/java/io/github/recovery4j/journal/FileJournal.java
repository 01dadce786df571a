package io.github.recovery4j.journal;

import io.github.recovery4j.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in files of preallocated space, in a directory of its own.
 *
 * <pre>
 * journal.lock               empty; locked by whoever has the journal open
 * 0000000000000000.segment   the records from position 0 on, up to the base of the next segment
 * 00000000003ff9a0.segment   the records from position 4192672 on
 * 0000000000000000.spare     a segment that is no longer needed; its blocks are used for a later one of the same opening
 * segment.new                a segment that is being prepared; ignored, and written anew
 * ….segment.torn-1           what lay behind the last record of a segment after a crash; kept as evidence, never read,
 *                            sixteen times
 *
 * offset  size  in a segment
 *      0  4096  first page: format, base, identity of the journal; where it ends, once it was closed
 *   4096        records: 32 bytes of header, payload, zeros up to a multiple of 8
 *               zeros, or what a segment before it has left there
 * </pre>
 *
 * <p>Each file has its full length before it is used, so the sync of a group of records changes no metadata. A
 * segment is an eighth to a quarter of the journal before it, within limits, and the first one of an opening a small one.
 * What is left empty is cut off when the journal is closed, or by the next who writes. Positions count the bytes of
 * records. Invariants:
 *
 * <ol>
 *   <li>A segment is prepared, with its first group of records, and synced before it has a name that is read. So one
 *       without any intact record is damaged, never fresh.
 *   <li>A segment ends where the next one begins; what lies behind that is nobody's.
 *   <li>A group is written when all before it is durable, and each of its records says where it starts.
 *   <li>Bytes of a durable record are never written again; with {@link Builder#padded} neither are their pages.
 *   <li>A record is intact if its two checksums are right, and its position is where it is. The first checksum covers the
 *       identity of the journal, so neither an older use of the same blocks nor another journal's file is taken for it.
 *   <li>Whoever opens the journal writes the records that are whole but not proven to be durable once more, into a new
 *       segment, before anybody sees them.
 *   <li>After a failed write or sync nothing more is written until the journal is opened again.
 *   <li>Segments are taken away oldest first, each durably before the next and before its blocks are used again: for greater
 *       positions than ever were in them, so what an earlier opening was preparing in some is not used.
 * </ol>
 *
 * <table>
 *   <caption>What a crash leaves</caption>
 *   <tr><th>a crash while</th><th>leaves the journal with</th></tr>
 *   <tr><td>a segment is prepared</td><td>all records before</td></tr>
 *   <tr><td>it gets its name</td><td>all records before, with or without its first group</td></tr>
 *   <tr><td>a group is written or synced</td><td>all records before, and the first few of the group, or all</td></tr>
 *   <tr><td>the journal is opened</td><td>what the one before left</td></tr>
 *   <tr><td>a segment is taken away</td><td>all records, or all but those of the segment</td></tr>
 * </table>
 *
 * <p>Safe for use by many threads of one process; another process is refused, but may look at it ({@link Builder#view}).
 */
public final class FileJournal implements Journal {

    private static final Logger log = LoggerFactory.getLogger(FileJournal.class);

    private static final String LOCK = "journal.lock";

    /**
     * The part of a large segment that a group of records takes at most, unless it is one record: what does not fit leaves
     * the end of a segment empty. A small segment may be left as good as empty by it.
     */
    private static final int BATCHES = 8;

    private final Path directory;
    private final Disk.Locks locks;
    private final SegmentDirectory files;
    private final Segments segments;
    private final GroupCommit commit;
    private final Appender appender;
    private final AtomicBoolean closing = new AtomicBoolean();

    private FileJournal(Builder builder, Disk.Locks locks, SegmentDirectory files) throws IOException {
        this.directory = builder.directory;
        this.locks = locks;
        this.files = files;
        this.segments = new Segments(files);
        this.commit = new GroupCommit(
                directory.toString(),
                segments,
                segments.recover(builder.least, builder.refusesDoubt, builder.padded),
                builder.segmentSize / BATCHES,
                builder.padded);
        this.appender = new Appender(directory.toString(), builder.largestRecord, commit);
    }

    /**
     * {@return a builder with the default settings}
     *
     * @param directory where the journal is, or is to be created; nothing else should be there
     */
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    /**
     * {@return whether a journal gives its files names like this one}
     *
     * @param name the name of a file, without its directory
     */
    public static boolean isFileName(String name) {
        return name.equals(LOCK) || SegmentDirectory.isFileName(name);
    }

    /**
     * {@return how many bytes of a segment a record takes, with its header and what it is filled up with}
     *
     * @param payload the bytes of its payload
     */
    public static long space(long payload) {
        return RecordHeader.size(payload);
    }

    @Override
    public long append(int type, Sync sync, ByteBuffer... payload) {
        return appender.append(type, sync, payload);
    }

    @Override
    public void sync() {
        commit.sync();
    }

    @Override
    public void sync(long position) {
        commit.sync(position);
    }

    @Override
    public List<Gap> replay(long from, JournalReader reader) {
        return reading(() -> segments.replay(from, commit.durable(), reader));
    }

    @Override
    public Optional<Entry> read(long position) {
        return reading(() -> segments.read(position, commit.durable()));
    }

    private <T> T reading(Reading<T> reading) {
        commit.requireOpen();
        try {
            return reading.read();
        } catch (IOException e) {
            throw files.unreadable(e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    @Override
    public long start() {
        commit.requireOpen();
        return segments.start();
    }

    /** Starts a segment with the next record, so that all before it can be released without what follows. */
    public void roll() {
        commit.requireOpen();
        segments.roll();
    }

    /** {@return how many segments there are: more than its length asks for if it was opened often} */
    public int segments() {
        commit.requireOpen();
        return segments.count();
    }

    @Override
    public long end() {
        commit.requireOpen();
        return commit.end();
    }

    @Override
    public void release(long position) {
        commit.requireOpen();
        segments.release(Math.min(position, commit.durable()));
    }

    /** Whoever comes second must not take the files away from the first, who may still write. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        appender.close();
        try (locks;
                segments) {
            commit.close();
            segments.seal(commit.durable());
        } catch (IOException e) {
            log.warn("{} could not be closed in peace ({}); everything in it is durable", directory, e.toString());
        }
    }

    /** Settings of a {@link FileJournal}. Not safe for use by many threads. */
    public static final class Builder {

        private static final long SEGMENT = 64 << 20;
        private static final long SMALLEST_SEGMENT = 2 * SegmentHeader.SIZE;
        private static final long LARGEST_RECORD =
                Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

        private final Path directory;
        private String identity = "";
        private long segmentSize = SEGMENT;
        private long largestRecord = LARGEST_RECORD;
        private long least;
        private boolean refusesDoubt;
        private boolean padded;
        private Disk disk = Disk.local();

        private Builder(Path directory) {
            this.directory = directory.toAbsolutePath();
        }

        /**
         * Sets what tells this journal from others, so that a file of another one is not taken for its own.
         *
         * @param name always the same for the same journal, at most 1,024 bytes of UTF-8
         * @return this
         */
        public Builder identity(String name) {
            if (name.getBytes(StandardCharsets.UTF_8).length > SegmentHeader.LARGEST_IDENTITY) {
                throw new IllegalArgumentException("The identity of a journal is at most %d bytes long, got '%s'"
                        .formatted(SegmentHeader.LARGEST_IDENTITY, name));
            }
            this.identity = name;
            return this;
        }

        /**
         * Sets the size of a large segment, 64 MiB unless set: space is taken, and given back, in pieces of an eighth
         * to a quarter of the journal, of this at most, and of a sixty-fourth of it at least. A record that does not fit
         * gets a segment of its own.
         *
         * @param bytes at least 8 KiB
         * @return this
         */
        public Builder segmentSize(long bytes) {
            if (bytes < SMALLEST_SEGMENT) {
                throw new IllegalArgumentException(
                        "A segment has at least %d bytes, got %d".formatted(SMALLEST_SEGMENT, bytes));
            }
            this.segmentSize = bytes;
            return this;
        }

        /**
         * Sets the size of the largest record; unless set, 256 MiB or an eighth of the maximum heap, whichever is less.
         *
         * @param bytes the limit of the payload, positive
         * @return this
         */
        public Builder largestRecord(long bytes) {
            if (bytes < 1 || bytes > Integer.MAX_VALUE - RecordHeader.SIZE) {
                throw new IllegalArgumentException("The largest record must have 1 to %d bytes, got %d"
                        .formatted(Integer.MAX_VALUE - RecordHeader.SIZE, bytes));
            }
            this.largestRecord = bytes;
            return this;
        }

        /**
         * Sets the position from which on records are appended, unless the journal is longer than that: for those who keep
         * positions elsewhere, and must not find another record there when the end of the journal was taken away. What is
         * missing before is a {@link Gap}.
         *
         * @param position what is known from elsewhere, 0 or more
         * @return this
         */
        public Builder appendingFrom(long position) {
            this.least = position;
            return this;
        }

        /**
         * Refuses to open a journal that has a gap, or was not closed, so that it cannot be told from its files whether its
         * last records are there. Unless set, gaps are for the replay to report, and what a crash left at the end is cut
         * off.
         *
         * @return this
         */
        public Builder refusingDoubt() {
            this.refusesDoubt = true;
            return this;
        }

        /**
         * Fills each group of records up to 4 KiB, so that no write touches a page with durable records: for devices that
         * may damage what lies beside the bytes they write when the power goes. Costs space.
         *
         * @return this
         */
        public Builder padded() {
            this.padded = true;
            return this;
        }

        /**
         * Sets the file system the directory is on.
         *
         * @param other replaces {@link Disk#local()}
         * @return this
         */
        public Builder disk(Disk other) {
            this.disk = other;
            return this;
        }

        /**
         * Opens the journal, creating it in an existing directory if there is none.
         *
         * @return the open journal
         * @throws JournalException if somebody else has it open, or it cannot be used; the message says why
         */
        public FileJournal open() {
            try {
                return tryOpen();
            } catch (IOException e) {
                throw new JournalException(
                        "The journal in %s cannot be opened (%s: %s); no record was changed"
                                .formatted(directory, e.getClass().getSimpleName(), e.getMessage()),
                        e);
            }
        }

        /**
         * Looks at the journal without opening it; it need not exist. Whatever concerns writing does not matter.
         *
         * @return the journal as it is, and as it will be
         */
        public JournalView view() {
            return new JournalView(files());
        }

        /**
         * Deletes the journal, unless somebody has it open; the oldest records go first. What is not the journal's stays, and
         * its directory then. The deletion is durable when the machine sees fit. Nobody may be opening the journal meanwhile: who
         * has opened the lock file, and locks it when it is gone, keeps nobody out.
         *
         * @return whether it is gone; false if somebody has it open
         * @throws JournalException if there is no such directory, or not all of it could be deleted
         */
        public boolean delete() {
            try (Disk.Locks locks = disk.locks(directory.resolve(LOCK))) {
                if (locks.tryLock(0).isEmpty()) {
                    return false;
                }
                files().delete();
                disk.delete(directory.resolve(LOCK));
                deleteDirectory();
                return true;
            } catch (IOException e) {
                throw new JournalException(
                        "The journal in %s could not be deleted (%s: %s); what is left of it is its end"
                                .formatted(directory, e.getClass().getSimpleName(), e.getMessage()),
                        e);
            }
        }

        private void deleteDirectory() throws IOException {
            try {
                disk.delete(directory);
            } catch (DirectoryNotEmptyException e) {
                log.debug("{} is left: there is something in it that is not the journal's", directory);
            }
        }

        private SegmentDirectory files() {
            return new SegmentDirectory(
                    disk, directory, identity.getBytes(StandardCharsets.UTF_8), segmentSize, largestRecord);
        }

        private FileJournal tryOpen() throws IOException {
            Path parent = directory.getParent();
            if (parent != null) {
                disk.createDirectory(directory);
                disk.syncDirectory(parent);
            }
            Disk.Locks locks = disk.locks(directory.resolve(LOCK));
            try {
                Optional<Disk.Lock> lock = locks.tryLock(0);
                if (lock.isEmpty()) {
                    throw new IOException("somebody else has it open");
                }
                return new FileJournal(this, locks, files());
            } catch (IOException | RuntimeException | Error e) {
                locks.close();
                throw e;
            }
        }
    }
}
