package io.github.recovery4j.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.testkit.KillableProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that appends with several threads is killed at the n-th record it has told of, again and again. */
class JournalKillTest {

    private static final int KILLS = Boolean.getBoolean("nightly") ? 250 : 25;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void a_killed_process_has_lost_no_record_that_it_has_told_of() throws Exception {
        List<List<Integer>> shown = Collections.nCopies(JournalMain.THREADS, List.of());
        for (int kill = 1; kill <= KILLS; kill++) {
            List<String> told = live(shown);
            List<List<Integer>> now = read();
            requireBegunAlike(shown, now);
            requireTold(told, now);
            shown = now;
        }
        int records = shown.stream().mapToInt(List::size).sum();
        System.out.printf("%d kills, %,d records, seed %d%n", KILLS, records, SEED);
    }

    /** Lets a process go on behind what is there, and returns what it has told. */
    private List<String> live(List<List<Integer>> shown) throws Exception {
        List<Object> arguments = new ArrayList<>(List.of(directory));
        shown.forEach(numbers -> arguments.add(numbers.size()));
        try (KillableProcess process = KillableProcess.java(JournalMain.class)
                .arguments(arguments.toArray())
                .start()) {
            int wanted = 1 + random.nextInt(200);
            int[] seen = {0};
            process.awaitLine(line -> ++seen[0] >= wanted, PATIENCE);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(3_000)));
            process.kill();
            assertThat(process.awaitExit(PATIENCE)).as("%s", process).isEqualTo(137);
            assertThat(process.errors()).as("%s", process).isEmpty();
            return process.output();
        }
    }

    /** The numbers of each thread, in the order of the journal. */
    private List<List<Integer>> read() {
        List<List<Integer>> numbers = IntStream.range(0, JournalMain.THREADS)
                .<List<Integer>>mapToObj(thread -> new ArrayList<>())
                .toList();
        try (Journal journal = JournalMain.open(directory)) {
            assertThat(journal.replay(0, entry -> numbers.get(entry.type()).add(number(entry.bytes()))))
                    .isEmpty();
        }
        return numbers;
    }

    private static int number(byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        int number = Integer.parseInt(text, 0, text.indexOf(' '), 10);
        assertThat(text).isEqualTo("%d %s".formatted(number, "x".repeat(number * 37 % 900)));
        return number;
    }

    private static void requireBegunAlike(List<List<Integer>> before, List<List<Integer>> now) {
        for (int thread = 0; thread < before.size(); thread++) {
            int size = now.get(thread).size();
            assertThat(now.get(thread))
                    .as("the records of thread %d, seed %d", thread, SEED)
                    .isEqualTo(IntStream.range(0, size).boxed().toList())
                    .hasSizeGreaterThanOrEqualTo(before.get(thread).size());
        }
    }

    private static void requireTold(List<String> told, List<List<Integer>> now) {
        for (String line : told) {
            int space = line.indexOf(' ');
            int thread = Integer.parseInt(line, 0, space, 10);
            int number = Integer.parseInt(line, space + 1, line.length(), 10);
            assertThat(now.get(thread)).as("thread %s, seed %d", line, SEED).hasSizeGreaterThan(number);
        }
    }
}
