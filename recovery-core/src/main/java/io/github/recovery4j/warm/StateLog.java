package io.github.recovery4j.warm;

import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.Sync;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What a process leaves to the next one: in one journal, generations of the whole state, and between them the changes since.
 *
 * <pre>
 * type 1  head    {@link Generation}
 * type 2  entry   key, whether it is certain (1), value if it is
 * type 3  end     number of the generation (8), number of its entries (4)
 * others          {@link Change}
 * </pre>
 *
 * <p>A journal, from an opening to a crash in the middle of a write:
 *
 * <pre>
 * head 7 … last change 41     the generation of this opening
 * entry eth0 = {"mtu":1500}
 * end 7, 1 entry
 * 42 started warm
 * 43 ended by signal, 0.2 s
 * 44 begun eth0 = {"mtu":9000}
 * 45 done 44                  written, and known to be
 * 46 begun eth1 = {"mtu":1500}
 * </pre>
 *
 * The next process finds {@code eth0} with 9000, and {@code eth1} in doubt. Invariants:
 *
 * <ol>
 *   <li>Nothing is written outside before it is durable that it was begun; nobody is told that it is written before it is
 *       durable that it is done. So what is not in doubt here is what the outside has.
 *   <li>A generation without an end, or with another number of entries, is none: it is saved whole or not at all.
 *   <li>A generation is what the one before it and the changes since add up to. The two newest are kept, with all changes since
 *       the older one: damage to the newest costs nothing.
 *   <li>Changes have the numbers 1, 2, 3 and so on; one that is missing is noticed, and leaves everything in doubt, never wrong.
 *   <li>What is cleared stays cleared, whichever generation is read.
 * </ol>
 *
 * <p>For use by one thread at a time.
 */
final class StateLog implements AutoCloseable {

    static final int HEAD = 1;
    static final int ENTRY = 2;
    static final int END = 3;

    private static final long LEAST_TAIL = 64 << 10;

    private final Journal journal;
    private final InstantSource clock;
    private volatile WarmMetrics metrics;
    private long generation;
    private long lastChange;
    private long newest;
    private long size;
    private long tail;

    StateLog(Journal journal, InstantSource clock, Recollection found) {
        this.journal = journal;
        this.clock = clock;
        this.metrics = found.metrics(clock.instant());
        this.generation = found.generation();
        this.lastChange = found.lastChange();
        this.newest = found.base();
    }

    /** What was counted. For any thread. */
    WarmMetrics metrics() {
        return metrics;
    }

    /**
     * Records a change; durable with the next {@link #sync}.
     *
     * @return its number
     * @throws IllegalArgumentException if it is too large; nothing was recorded
     */
    long append(Change change) {
        long number = lastChange + 1;
        journal.append(change.type(), Sync.atClose(), change.encoded(number, clock.instant()));
        lastChange = number;
        metrics = metrics.after(change);
        return number;
    }

    /** Makes durable what was recorded. */
    void sync() {
        journal.sync();
    }

    /** Whether reading the changes again would take longer than a new generation. */
    boolean isGenerationDue() {
        return journal.end() - tail > Math.max(LEAST_TAIL, 2 * size);
    }

    /** Saves the whole state, durably, and lets go of what is older than the generation before. */
    void save(Map<Encoded, Optional<Encoded>> state) {
        long number = generation + 1;
        Generation head = new Generation(number, lastChange, clock.instant(), metrics);
        long position = journal.append(HEAD, Sync.atClose(), head.encoded());
        state.forEach(this::append);
        FieldWriter end = new FieldWriter().longNumber(number).number(state.size());
        journal.append(END, Sync.now(), end.done());
        generation = number;
        journal.release(newest);
        newest = position;
        tail = journal.end();
        size = tail - position;
    }

    private void append(Encoded key, Optional<Encoded> value) {
        FieldWriter writer = new FieldWriter().encoded(key).flag(value.isPresent());
        value.ifPresent(writer::encoded);
        journal.append(ENTRY, Sync.atClose(), writer.done());
    }

    /**
     * Closes the journal.
     *
     * @throws JournalException if not everything is durable
     */
    @Override
    public void close() {
        journal.close();
    }
}
