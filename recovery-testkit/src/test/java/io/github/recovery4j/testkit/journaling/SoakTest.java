package io.github.recovery4j.testkit.journaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.testkit.KillableProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that saves as fast as it can is killed at any moment, or now and then told to stop, and started again: for an
 * hour in the nightly build. Segments are small, so that it rolls and compacts all the time.
 */
class SoakTest {

    private static final int LIVES = 10;
    private static final Duration LENGTH = Boolean.getBoolean("nightly") ? Duration.ofHours(1) : Duration.ZERO;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long MOST_BYTES = 64 << 20;
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private Slots slots;
    private long saves;
    private long steps;

    @BeforeEach
    void open() throws IOException {
        slots = new Slots(directory.resolve("counters"));
    }

    @Test
    void nothing_that_was_acknowledged_is_ever_lost() throws Exception {
        long start = System.nanoTime();
        int lives = 0;
        long largest = 0;
        while (lives < LIVES || System.nanoTime() - start < LENGTH.toNanos()) {
            live();
            lives++;
            largest = Math.max(largest, bytes());
            requireAll();
        }
        assertThat(largest).as("bytes on disk, seed %d", SEED).isLessThan(MOST_BYTES);
        assertThat(saves).isPositive();
        assertThat(steps).isPositive();
        System.out.printf(
                "%d lives, %,d saves and %,d steps found in them, at most %,d bytes, seed %d%n",
                lives, saves, steps, largest, SEED);
    }

    private void live() throws Exception {
        try (KillableProcess process = KillableProcess.java(SoakMain.class)
                .arguments(directory.resolve("storage"), directory.resolve("counters"), random.nextLong())
                .start()) {
            process.awaitLine("working"::equals, PATIENCE);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500)));
            boolean politely = random.nextInt(5) == 0;
            if (politely) {
                process.terminate();
            } else {
                process.kill();
            }
            assertThat(process.awaitExit(PATIENCE)).as("%s", process).isEqualTo(politely ? 143 : 137);
            assertThat(process.errors()).as("%s, seed %d", process, SEED).isEmpty();
        }
    }

    private long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("storage"))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private void requireAll() {
        try (JournalStorage storage = Slots.open(directory.resolve("storage"))) {
            List<RunKey> expected = new ArrayList<>();
            for (int slot = 0; slot < Slots.COUNT; slot++) {
                expected.add(slots.run(slot));
                if (!slots.removing(slot)) {
                    requireGenerations(storage, slot);
                    requireSteps(storage, slot);
                }
            }
            for (String job : storage.checkpoints().jobs()) {
                storage.checkpoints().loadAll(job, (run, loaded) -> {
                    assertThat(expected).as("runs, seed %d", SEED).contains(run);
                    assertThat(loaded.damages()).isEmpty();
                });
            }
        }
    }

    /** The newest is the one that was acknowledged last, or the one after; the one before it is there too. */
    private void requireGenerations(JournalStorage storage, int slot) {
        RunKey run = slots.run(slot);
        long acknowledged = slots.generation(slot);
        long newest = requireGeneration(storage, run, Long.MAX_VALUE);
        assertThat(newest).as("%s, seed %d", run, SEED).isBetween(acknowledged, acknowledged + 1);
        if (newest > 1) {
            assertThat(requireGeneration(storage, run, newest))
                    .as("%s, seed %d", run, SEED)
                    .isEqualTo(newest - 1);
        }
        saves += newest;
    }

    private static long requireGeneration(JournalStorage storage, RunKey run, long below) {
        Loaded loaded = storage.checkpoints().load(run, below);
        assertThat(loaded.damages()).as("%s, seed %d", run, SEED).isEmpty();
        loaded.checkpoint().ifPresent(found -> assertThat(found.content())
                .as("%s, seed %d", found, SEED)
                .isEqualTo(new Content.State(Slots.state(run, found.generation()), Map.of())));
        return loaded.checkpoint().map(Checkpoint::generation).orElse(0L);
    }

    private void requireSteps(JournalStorage storage, int slot) {
        RunKey run = slots.run(slot);
        List<ByteBuffer> found = new ArrayList<>();
        assertThat(storage.journals().read(run, entry -> found.add(ByteBuffer.wrap(entry.bytes()))))
                .as("%s, seed %d", run, SEED)
                .isEmpty();
        long acknowledged = slots.steps(slot);
        assertThat((long) found.size()).as("%s, seed %d", run, SEED).isBetween(acknowledged, acknowledged + 1);
        for (int number = 0; number < found.size(); number++) {
            assertThat(found.get(number)).isEqualTo(Slots.step(run, number));
        }
        steps += found.size();
    }
}
