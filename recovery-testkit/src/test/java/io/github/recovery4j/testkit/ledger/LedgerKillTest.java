package io.github.recovery4j.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.LedgerEvent;
import io.github.recovery4j.testkit.KillableProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that uses a ledger with several threads is killed at the n-th change it has told of, again and again. */
class LedgerKillTest {

    private static final int KILLS = Boolean.getBoolean("nightly") ? 100 : 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<Long, String> known = new HashMap<>();

    @Test
    void a_killed_process_has_lost_no_change_that_it_has_told_of_and_no_id_is_used_twice() throws Exception {
        long[] next = new long[PuttingMain.THREADS];
        for (int kill = 1; kill <= KILLS; kill++) {
            List<String> told = live(next);
            try (Recovery recovery = PuttingMain.open(directory)) {
                Ledger<String, Long> ledger = PuttingMain.ledger(recovery);
                requireTold(told, ledger);
                for (int thread = 0; thread < next.length; thread++) {
                    next[thread] = newest(ledger, "thread " + thread) + 1;
                }
                requireIds(ledger);
            }
        }
        System.out.printf("%d kills, %,d events, seed %d%n", KILLS, known.size(), SEED);
    }

    private List<String> live(long[] next) throws Exception {
        List<Object> arguments = new ArrayList<>(List.of(directory));
        for (long number : next) {
            arguments.add(number);
        }
        try (KillableProcess process = KillableProcess.java(PuttingMain.class)
                .arguments(arguments.toArray())
                .start()) {
            int wanted = 1 + random.nextInt(200);
            int[] seen = {0};
            process.awaitLine(line -> line.startsWith("thread") && ++seen[0] >= wanted, PATIENCE);
            process.kill();
            process.awaitExit(PATIENCE);
            return process.output().stream()
                    .filter(line -> line.startsWith("thread"))
                    .toList();
        }
    }

    /** What was told is there, or something newer of the same thread. */
    private static void requireTold(List<String> told, Ledger<String, Long> ledger) {
        assertThat(told).isNotEmpty();
        for (String line : told) {
            String key = line.substring(0, line.indexOf('='));
            long number = Long.parseLong(line.substring(line.indexOf('=') + 1, line.lastIndexOf(' ')));
            assertThat(newest(ledger, key)).as("%s, seed %d", line, SEED).isGreaterThanOrEqualTo(number);
        }
    }

    private static long newest(Ledger<String, Long> ledger, String key) {
        return ledger.history(key).events().stream()
                .flatMap(event -> event.value().stream())
                .mapToLong(number -> number)
                .max()
                .orElse(-1);
    }

    /** All ids from the first to the last, each once, and each for what it was for before. */
    private void requireIds(Ledger<String, Long> ledger) {
        Set<Long> ids = new HashSet<>();
        for (int thread = 0; thread < PuttingMain.THREADS; thread++) {
            for (LedgerEvent<Long> event : ledger.history("thread " + thread).events()) {
                assertThat(ids.add(event.id()))
                        .as("event %s, seed %d", event, SEED)
                        .isTrue();
                String words = thread + " " + event;
                assertThat(known.getOrDefault(event.id(), words))
                        .as("seed %d", SEED)
                        .isEqualTo(words);
                known.put(event.id(), words);
            }
        }
        assertThat(ids).as("seed %d", SEED).hasSize(known.size()).contains(1L, (long) ids.size());
    }
}
