package io.github.recovery4j.journaling;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.Text;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.NotRegularException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The index as it was at some position of the journal, {@code index}: whoever opens the storage has to read only what was
 * appended since. It is no more than that; without it all is read.
 *
 * <pre>
 * "R4JI", version, position, epoch
 * for each job: length of its name, name, number of longs, and the slots of its {@link RunTable}
 * -1
 * for each run with a journal: length of its key, key, number of the first record that is needed, bytes, number of
 *   positions, and these
 * -1
 * CRC32C over all before, in 8 bytes
 * </pre>
 */
final class IndexSnapshot {

    private static final int MAGIC = 0x52344A49;
    private static final int VERSION = 2;
    private static final int END = -1;
    private static final int BUFFER = 64 << 10;

    private final Disk disk;
    private final Path directory;
    private final Path file;
    private volatile long position;
    private volatile long size;

    IndexSnapshot(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
        this.file = directory.resolve("index");
    }

    /**
     * What a snapshot says.
     *
     * @param position it has what was appended before
     * @param epoch how often the storage was opened before
     * @param index where checkpoints were
     * @param records where records of runs were
     */
    record Content(long position, long epoch, RunIndex index, RunRecords records) {

        /** Nothing is known: everything has to be read. */
        static Content none() {
            return new Content(0, 0, new RunIndex(), new RunRecords());
        }
    }

    /** Writes the index as it is now, which may be newer than the position says. */
    void write(long position, RunLog runs) throws IOException {
        Path unfinished = file.resolveSibling("index.new");
        disk.delete(unfinished);
        long written;
        try (Disk.NewFile created = disk.create(unfinished)) {
            CheckedOutputStream checked = new CheckedOutputStream(created.out(), new CRC32C());
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(checked, BUFFER));
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeLong(position);
            out.writeLong(runs.epoch());
            writeJobs(runs.index(), out);
            writeRecords(runs.records(), out);
            out.flush();
            out.writeLong(checked.getChecksum().getValue());
            out.flush();
            written = out.size();
            created.sync();
        }
        disk.rename(unfinished, file);
        disk.syncDirectory(directory);
        is(position, written);
    }

    private void is(long position, long size) {
        this.position = position;
        this.size = size;
    }

    /** The position of the newest snapshot that was read or written; 0 if there was none. */
    long position() {
        return position;
    }

    /** How many bytes it has. */
    long size() {
        return size;
    }

    private static void writeJobs(RunIndex index, DataOutputStream out) throws IOException {
        for (Map.Entry<String, RunTable> job : index.tables().entrySet()) {
            byte[] name = Text.encode(job.getKey());
            long[] slots = job.getValue().copy();
            out.writeInt(name.length);
            out.write(name);
            out.writeInt(slots.length);
            ByteBuffer bytes = ByteBuffer.allocate(Math.min(BUFFER, slots.length * Long.BYTES));
            for (long slot : slots) {
                if (!bytes.hasRemaining()) {
                    out.write(bytes.array(), 0, bytes.position());
                    bytes.clear();
                }
                bytes.putLong(slot);
            }
            out.write(bytes.array(), 0, bytes.position());
        }
        out.writeInt(END);
    }

    private static void writeRecords(RunRecords records, DataOutputStream out) throws IOException {
        for (Map.Entry<RunKey, RunRecords.Positions> run : records.runs().entrySet()) {
            byte[] key = RunKeys.written(run.getKey()).bytes();
            int released = run.getValue().released(); // first: there may be more of both a moment later
            long[] positions = run.getValue().copy();
            out.writeInt(key.length);
            out.write(key);
            out.writeInt(released);
            out.writeLong(run.getValue().bytes());
            out.writeInt(positions.length);
            for (long position : positions) {
                out.writeLong(position);
            }
        }
        out.writeInt(END);
    }

    /**
     * The newest snapshot; empty if there is none.
     *
     * @throws DamagedIndexException if it is damaged
     */
    Optional<Content> read() throws IOException {
        try (Disk.OpenFile opened = disk.open(file)) {
            CheckedInputStream checked =
                    new CheckedInputStream(new BufferedInputStream(opened.in(), BUFFER), new CRC32C());
            Content content = read(new DataInputStream(checked), checked, opened.size());
            is(content.position(), opened.size());
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (EOFException e) {
            throw new DamagedIndexException("it is torn");
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new DamagedIndexException("what it says makes no sense");
        } catch (NotRegularException e) {
            throw new DamagedIndexException("it is no file");
        }
    }

    Path file() {
        return file;
    }

    /** The storage, for messages. */
    Path directory() {
        return directory;
    }

    private static Content read(DataInputStream in, CheckedInputStream checked, long limit) throws IOException {
        require(in.readInt() == MAGIC && in.readInt() == VERSION, "it is none of this release");
        long position = in.readLong();
        long epoch = in.readLong();
        RunIndex index = new RunIndex();
        for (int length = in.readInt(); length != END; length = in.readInt()) {
            require(length > 0 && length <= limit, "a name is too long");
            String job = Text.decode(in.readNBytes(length));
            index.tables().put(job, RunTable.of(slots(in, limit)));
        }
        RunRecords records = new RunRecords();
        for (int length = in.readInt(); length != END; length = in.readInt()) {
            require(length > 0 && length <= limit, "a name is too long");
            readRecords(in, RunKeys.read(new FieldReader(ByteBuffer.wrap(in.readNBytes(length)))), limit, records);
        }
        long expected = checked.getChecksum().getValue();
        require(in.readLong() == expected, "its checksum is wrong");
        return new Content(position, epoch, index, records);
    }

    private static void readRecords(DataInputStream in, RunKey run, long limit, RunRecords records) throws IOException {
        int released = in.readInt();
        long bytes = in.readLong();
        int count = in.readInt();
        require(count >= 0 && (long) count * Long.BYTES <= limit, "it is torn");
        require(released >= 0 && released <= count, "what it says makes no sense");
        long[] positions = new long[count];
        for (int number = 0; number < count; number++) {
            positions[number] = in.readLong();
        }
        records.restore(run, released, bytes, positions);
    }

    private static long[] slots(DataInputStream in, long limit) throws IOException {
        int count = in.readInt();
        require(count >= 0 && count % RunTable.WIDTH == 0 && (long) count * Long.BYTES <= limit, "it is torn");
        long[] slots = new long[count];
        byte[] bytes = new byte[BUFFER];
        for (int done = 0; done < count; ) {
            int part = Math.min(count - done, BUFFER / Long.BYTES);
            in.readFully(bytes, 0, part * Long.BYTES);
            ByteBuffer.wrap(bytes).asLongBuffer().get(slots, done, part);
            done += part;
        }
        return slots;
    }

    private static void require(boolean condition, String otherwise) throws DamagedIndexException {
        if (!condition) {
            throw new DamagedIndexException(otherwise);
        }
    }

    /** The snapshot cannot be used. */
    static final class DamagedIndexException extends IOException {

        private static final long serialVersionUID = 1;

        DamagedIndexException(String message) {
            super(message);
        }
    }
}
