package io.github.recovery4j.testkit.journaling;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.testkit.SharedCounters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * What a process was told to be durable, in memory that outlives it: for each of some slots which run is in it, its newest
 * generation, and how many steps it has recorded.
 */
final class Slots {

    static final int THREADS = 6;
    static final int COUNT = 60;

    private static final int INCARNATION = 0;
    private static final int GENERATION = 1;
    private static final int STEPS = 2;
    private static final int REMOVING = 3;
    private static final int WIDTH = 4;
    private static final int LARGE = 50;

    private final SharedCounters counters;

    Slots(Path file) throws IOException {
        this.counters = SharedCounters.in(file, WIDTH * COUNT);
    }

    static JournalStorage open(Path directory) {
        return JournalStorage.builder(directory).segmentSize(1 << 20).open();
    }

    /** The run that is in a slot. */
    RunKey run(int slot) {
        return new RunKey("job" + slot % 3, new RunId("%013d%013d".formatted(slot, get(slot, INCARNATION))));
    }

    long generation(int slot) {
        return get(slot, GENERATION);
    }

    long steps(int slot) {
        return get(slot, STEPS);
    }

    /** Whether nobody knows if the run is still there. */
    boolean removing(int slot) {
        return get(slot, REMOVING) > 0;
    }

    void saved(int slot, long generation) {
        add(slot, GENERATION, generation - generation(slot));
    }

    void recorded(int slot, long steps) {
        add(slot, STEPS, steps - steps(slot));
    }

    void beginRemoval(int slot) {
        add(slot, REMOVING, 1 - get(slot, REMOVING));
    }

    /** The next run has the slot; whoever is killed within this is still removing. */
    void endRemoval(int slot) {
        saved(slot, 0);
        recorded(slot, 0);
        add(slot, INCARNATION, 1);
        add(slot, REMOVING, -1);
    }

    /** What a run saves as one of its generations: mostly little, and always the same. */
    static Encoded state(RunKey run, long generation) {
        SplittableRandom random = new SplittableRandom(run.hashCode() * 31L + generation);
        byte[] bytes = new byte[random.nextInt(LARGE) == 0 ? random.nextInt(200_000) : random.nextInt(3_000)];
        random.nextBytes(bytes);
        return Encoded.of("bytes", 1, bytes);
    }

    /** What a run records as one of its steps. */
    static ByteBuffer step(RunKey run, long number) {
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(number)
                .putInt(run.hashCode())
                .flip();
    }

    private long get(int slot, int field) {
        return counters.get(WIDTH * slot + field);
    }

    private void add(int slot, int field, long more) {
        counters.add(WIDTH * slot + field, more);
    }
}
