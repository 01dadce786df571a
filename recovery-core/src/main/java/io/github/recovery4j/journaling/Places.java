package io.github.recovery4j.journaling;

import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Journal;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Positions of records that are wanted, in order. */
final class Places {

    /** A record by itself costs about as much as reading over so many bytes. */
    private static final long SPARSE = 32 << 10;

    private final long[] positions;

    private Places(long[] positions) {
        this.positions = positions;
    }

    static Places of(LongStream positions) {
        return new Places(positions.sorted().toArray());
    }

    long get(int index) {
        return positions[index];
    }

    /** Which of them a position is. */
    int indexOf(long position) {
        return Arrays.binarySearch(positions, position);
    }

    /**
     * Shows the records, in one pass where they lie close together.
     *
     * @param reader gets each record, and tells whether it is the one that was to be there
     * @return which of them are not there, or not intact
     */
    BitSet read(Journal journal, Predicate<Entry> reader) {
        BitSet missing = new BitSet(positions.length);
        missing.set(0, positions.length);
        if (positions.length > 0) {
            if (span() / positions.length > SPARSE) {
                pick(journal, reader, missing);
            } else {
                pass(journal, reader, missing);
            }
        }
        return missing;
    }

    private long span() {
        return positions[positions.length - 1] - positions[0];
    }

    private void pick(Journal journal, Predicate<Entry> reader, BitSet missing) {
        for (int i = 0; i < positions.length; i++) {
            missing.set(i, journal.read(positions[i]).filter(reader).isEmpty());
        }
    }

    private void pass(Journal journal, Predicate<Entry> reader, BitSet missing) {
        int[] next = new int[1];
        try {
            journal.replay(positions[0], entry -> {
                next[0] = notBefore(entry.position(), next[0]);
                if (next[0] == positions.length) {
                    throw new EnoughException();
                }
                if (positions[next[0]] == entry.position()) {
                    missing.set(next[0], !reader.test(entry));
                }
            });
        } catch (EnoughException e) {
            return; // all were passed
        }
    }

    private int notBefore(long position, int from) {
        int index = from;
        while (index < positions.length && positions[index] < position) {
            index++;
        }
        return index;
    }

    /** Ends a replay, which is never told to end otherwise. */
    private static final class EnoughException extends RuntimeException {

        private static final long serialVersionUID = 1;

        EnoughException() {
            super(null, null, false, false);
        }
    }
}
