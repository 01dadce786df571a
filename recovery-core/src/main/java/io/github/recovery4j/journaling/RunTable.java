package io.github.recovery4j.journaling;

import io.github.recovery4j.checkpoint.RunId;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The runs of one job in a few long arrays' worth of memory: a million of them must fit beside the work of the host. An
 * open hash table with linear probing. Guarded by this.
 *
 * <pre>
 * high · low · generation · newest + 1 · older + 1 · attempts + 1 · expires (35 bits) and two {@link RoughSize}s
 * </pre>
 *
 * The last of them is negative in a slot that is taken.
 */
final class RunTable {

    static final int WIDTH = 7;

    private static final int SMALLEST = 16;

    /** Ids that were made at the same time are alike: 2^64 divided by the golden ratio. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final int FIRST_POSITION = 3;
    private static final int FLAGS = 6;
    private static final long TAKEN = Long.MIN_VALUE;
    private static final int SIZES = 2 * RoughSize.BITS;
    private static final long SIZE = (1L << RoughSize.BITS) - 1;

    private long[] slots = new long[SMALLEST * WIDTH];
    private int size;
    private long bytes;

    /** About how many bytes of the journal are needed for the runs. */
    synchronized long bytes() {
        return bytes;
    }

    synchronized IndexEntry get(RunId run) {
        int at = find(run);
        return taken(at) ? entry(at) : IndexEntry.EMPTY;
    }

    /** Changes the entry of a run, which is {@link IndexEntry#EMPTY} at first. */
    synchronized void change(RunId run, UnaryOperator<IndexEntry> change) {
        int at = find(run);
        boolean present = taken(at);
        IndexEntry before = present ? entry(at) : IndexEntry.EMPTY;
        put(at, run, change.apply(before));
        bytes += entry(at).bytes() - before.bytes();
        if (!present) {
            size++;
            growIfFull();
        }
    }

    synchronized void remove(RunId run) {
        int at = find(run);
        if (taken(at)) {
            size--;
            bytes -= entry(at).bytes();
            slots[at + FLAGS] = 0;
            closeGap(at);
        }
    }

    synchronized boolean hasRuns() {
        for (int at = 0; at < slots.length; at += WIDTH) {
            if (taken(at) && entry(at).isRun()) {
                return true;
            }
        }
        return false;
    }

    synchronized void forEach(BiConsumer<RunId, IndexEntry> action) {
        for (int at = 0; at < slots.length; at += WIDTH) {
            if (taken(at)) {
                action.accept(new RunId(slots[at], slots[at + 1]), entry(at));
            }
        }
    }

    /** Where all records are, {@link IndexEntry#NONE} included. */
    LongStream positions() {
        long[] taken = copy();
        return IntStream.range(0, taken.length)
                .filter(at -> at % WIDTH >= FIRST_POSITION && at % WIDTH < FLAGS)
                .mapToLong(at -> taken[at] - 1);
    }

    /** All slots that are taken, one behind the other. */
    synchronized long[] copy() {
        long[] copy = new long[size * WIDTH];
        int to = 0;
        for (int at = 0; at < slots.length; at += WIDTH) {
            if (taken(at)) {
                System.arraycopy(slots, at, copy, to, WIDTH);
                to += WIDTH;
            }
        }
        return copy;
    }

    /** A table with the slots of another one. */
    static RunTable of(long[] taken) {
        RunTable table = new RunTable();
        table.slots = new long[Math.max(SMALLEST, taken.length / WIDTH * 3 / 2) * WIDTH];
        for (int from = 0; from < taken.length; from += WIDTH) {
            int to = table.find(new RunId(taken[from], taken[from + 1]));
            System.arraycopy(taken, from, table.slots, to, WIDTH);
            table.bytes += table.entry(to).bytes();
        }
        table.size = taken.length / WIDTH;
        return table;
    }

    private int find(RunId run) {
        int at = home(run);
        while (taken(at) && (slots[at] != run.high() || slots[at + 1] != run.low())) {
            at = next(at);
        }
        return at;
    }

    private int home(RunId run) {
        long spread = ((run.high() ^ run.low()) * SPREAD) >>> Integer.SIZE;
        return (int) ((spread * (slots.length / WIDTH)) >>> Integer.SIZE) * WIDTH;
    }

    private int next(int at) {
        return at + WIDTH == slots.length ? 0 : at + WIDTH;
    }

    private boolean taken(int at) {
        return slots[at + FLAGS] < 0;
    }

    private IndexEntry entry(int at) {
        long flags = slots[at + FLAGS] & ~TAKEN;
        return new IndexEntry(
                slots[at + 2],
                slots[at + 3] - 1,
                slots[at + 4] - 1,
                slots[at + 5] - 1,
                flags >>> SIZES,
                RoughSize.bytes(flags >>> RoughSize.BITS & SIZE),
                RoughSize.bytes(flags & SIZE));
    }

    private void put(int at, RunId run, IndexEntry entry) {
        slots[at] = run.high();
        slots[at + 1] = run.low();
        slots[at + 2] = entry.generation();
        slots[at + 3] = entry.newest() + 1;
        slots[at + 4] = entry.older() + 1;
        slots[at + 5] = entry.attempts() + 1;
        long expires = Math.max(0, Math.min(IndexEntry.NEVER, entry.expires()));
        slots[at + FLAGS] = TAKEN
                | expires << SIZES
                | RoughSize.of(entry.newestBytes()) << RoughSize.BITS
                | RoughSize.of(entry.olderBytes());
    }

    /** Three quarters full at most, and at least half. */
    private void growIfFull() {
        long[] old = slots;
        int capacity = old.length / WIDTH;
        if (size * 4L <= capacity * 3L) {
            return;
        }
        slots = new long[(capacity + capacity / 2) * WIDTH];
        for (int from = 0; from < old.length; from += WIDTH) {
            if (old[from + FLAGS] < 0) {
                int to = find(new RunId(old[from], old[from + 1]));
                System.arraycopy(old, from, slots, to, WIDTH);
            }
        }
    }

    /** Moves those back that would be looked for in the gap. */
    private void closeGap(int start) {
        int gap = start;
        for (int at = next(gap); taken(at); at = next(at)) {
            int home = home(new RunId(slots[at], slots[at + 1]));
            boolean stays = gap <= at ? (gap < home && home <= at) : (gap < home || home <= at);
            if (!stays) {
                System.arraycopy(slots, at, slots, gap, WIDTH);
                slots[at + FLAGS] = 0;
                gap = at;
            }
        }
        Arrays.fill(slots, gap, gap + WIDTH, 0);
    }
}
