package io.github.recovery4j.journaling;

import io.github.recovery4j.checkpoint.RunKey;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** Where the records are that runs have in their own journals, by their number within the run. Safe for many threads. */
final class RunRecords {

    private final Map<RunKey, Positions> runs = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    /** How many records a run has, or had: the number of its next one. */
    int size(RunKey run) {
        Positions positions = runs.get(run);
        return positions == null ? 0 : positions.size();
    }

    /** Where a record is; {@link IndexEntry#NONE} if it is not needed any more, or lost. */
    long position(RunKey run, long number) {
        Positions positions = runs.get(run);
        return positions == null ? IndexEntry.NONE : positions.get(number);
    }

    /** A record is there, for the first time or in another place. */
    void put(RunKey run, int number, long position, long length) {
        bytes.addAndGet(runs.computeIfAbsent(run, added -> new Positions()).put(number, position, length));
    }

    /** The records before a number are not needed any more. */
    void release(RunKey run, long number) {
        Positions positions = runs.get(run);
        if (positions != null) {
            bytes.addAndGet(-positions.release(number));
        }
    }

    /** The records of a run are there as they were when a snapshot was written. */
    void restore(RunKey run, int released, long size, long... positions) {
        runs.put(run, new Positions(released, size, positions));
        bytes.addAndGet(size);
    }

    void remove(RunKey run) {
        Positions removed = runs.remove(run);
        if (removed != null) {
            bytes.addAndGet(-removed.bytes());
        }
    }

    /** The positions of all runs that have any. */
    Map<RunKey, Positions> runs() {
        return runs;
    }

    /** Where all records are that are needed; {@link IndexEntry#NONE} stands for any number of lost ones. */
    LongStream positions() {
        return runs.values().stream().flatMapToLong(Positions::stream);
    }

    /** About how many bytes of the journal the records take that are needed. */
    long bytes() {
        return bytes.get();
    }

    /** The positions of one run, by number. Guarded by this. */
    static final class Positions {

        private long[] positions;
        private int size;
        private int released;
        private long bytes;

        Positions() {
            this(0, 0);
        }

        Positions(int released, long bytes, long... positions) {
            this.positions = positions;
            this.size = positions.length;
            this.released = released;
            this.bytes = bytes;
        }

        synchronized int size() {
            return size;
        }

        /** The number of the first record that is needed. */
        synchronized int released() {
            return released;
        }

        synchronized long bytes() {
            return bytes;
        }

        synchronized long get(long number) {
            return number < released || number >= size ? IndexEntry.NONE : positions[(int) number];
        }

        /** Returns by how many bytes there are more. */
        synchronized long put(int number, long position, long length) {
            if (number >= positions.length) {
                positions = Arrays.copyOf(positions, Math.max(2 * positions.length, number + 2));
            }
            boolean added = number >= size;
            if (added) {
                Arrays.fill(positions, size, number, IndexEntry.NONE);
                size = number + 1;
                bytes += length;
            }
            positions[number] = position;
            return added ? length : 0;
        }

        /** Returns by how many bytes there are less; how large each record is, is not known. */
        synchronized long release(long number) {
            int kept = size - released;
            released = (int) Math.max(released, Math.min(number, size));
            long freed = kept == 0 ? 0 : (long) (bytes * (double) (kept - (size - released)) / kept);
            bytes -= freed;
            return freed;
        }

        private synchronized LongStream stream() {
            return Arrays.stream(Arrays.copyOfRange(positions, released, size));
        }

        synchronized long[] copy() {
            return Arrays.copyOf(positions, size);
        }
    }
}
