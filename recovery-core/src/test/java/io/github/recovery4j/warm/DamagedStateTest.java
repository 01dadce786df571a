package io.github.recovery4j.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.file.FileStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is damaged of the state, what is wrong is never taken for certain. */
class DamagedStateTest {

    private static final int STEP = 20;
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Map<String, String> OUTSIDE = Map.of("a", "2", "b", "1", "c", "3");

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** Three lives: so there are three generations, and changes between. */
    private Path recorded() {
        Path place = directory.resolve("recorded");
        Process process = new Process(() -> Process.Place.in(FileStorage.open(place)));
        process.ports.refreshAll(Map.of("a", "1", "b", "1"));
        process.restart();
        process.ports.refreshAll(Map.of("a", "1", "b", "1"));
        process.ports.complete();
        process.ports.refresh("a", "2");
        process.ports.refresh("d", "1");
        process.restart();
        process.ports.refreshAll(Map.of("a", "2", "b", "1"));
        process.ports.complete();
        process.ports.refresh("c", "3");
        assertThat(process.table.rows).isEqualTo(OUTSIDE);
        process.end();
        return place;
    }

    /** The files of the journal, relative to the place. */
    private static List<Path> segments(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(file -> file.getParent().endsWith("state"))
                    .filter(Files::isRegularFile)
                    .map(place::relativize)
                    .sorted()
                    .toList();
        }
    }

    private Path copy(Path from, int number) throws IOException {
        Path to = directory.resolve("copy" + number);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }

    private Start startWith(Path place) {
        Process process = new Process(() -> Process.Place.in(FileStorage.open(place)));
        try {
            Start start = process.ports.start();
            requireNothingWrong(process.ports.entries());
            if (start instanceof Start.Warm warm && warm.doubtful() == 0) {
                assertThat(process.ports.entries())
                        .as("nothing is in doubt, so all is known")
                        .allMatch(entry -> entry.value().isPresent())
                        .hasSize(OUTSIDE.size());
            }
            if (start instanceof Start.Cold) {
                assertThat(process.ports.metrics().loadFailures()).isEqualTo(1);
            }
            process.restart();
            assertThat(process.ports.start())
                    .as("what was damaged is not met again")
                    .satisfies(again -> assertThat(damages(again)).isEmpty());
            return start;
        } finally {
            process.end();
        }
    }

    private static List<String> damages(Start start) {
        return start instanceof Start.Warm warm ? warm.damages() : List.of();
    }

    private static void requireNothingWrong(List<WarmEntry<String, String>> entries) {
        for (WarmEntry<String, String> entry : entries) {
            entry.value().ifPresent(value -> assertThat(Optional.ofNullable(OUTSIDE.get(entry.key())))
                    .as(entry.key())
                    .contains(value));
        }
        if (!entries.isEmpty()) {
            assertThat(entries).as("what is outside").extracting(WarmEntry::key).contains("a", "b");
        }
    }

    private enum Outcome {
        SOUND,
        FELL_BACK,
        DOUBTFUL,
        COLD
    }

    private static Outcome outcome(Start start) {
        if (start instanceof Start.Warm warm) {
            if (warm.doubtful() > 0) {
                return Outcome.DOUBTFUL;
            }
            return warm.damages().isEmpty() ? Outcome.SOUND : Outcome.FELL_BACK;
        }
        return Outcome.COLD;
    }

    @Test
    void damage_anywhere_leads_to_an_older_generation_to_doubt_or_to_a_cold_start_and_never_to_wrong_entries()
            throws IOException {
        Path recorded = recorded();
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        int copies = 0;
        for (Path segment : segments(recorded)) {
            byte[] bytes = Files.readAllBytes(recorded.resolve(segment));
            for (int at = 0; at < bytes.length; at++) {
                if (bytes[at] != 0 && random.nextInt(STEP) == 0) {
                    Path place = copy(recorded, ++copies);
                    byte[] rotten = bytes.clone();
                    rotten[at] ^= 0x55;
                    Files.write(place.resolve(segment), rotten);
                    outcomes.merge(outcome(startWith(place)), 1, Integer::sum);
                }
            }
        }
        System.out.printf("Damage of one byte: %s, seed %d%n", outcomes, SEED);
        assertThat(outcomes).containsKeys(Outcome.FELL_BACK, Outcome.DOUBTFUL);
    }

    @Test
    void when_nothing_can_be_read_the_start_is_cold_and_says_why() throws IOException {
        Path recorded = recorded();
        for (Path segment : segments(recorded)) {
            byte[] bytes = Files.readAllBytes(recorded.resolve(segment));
            Arrays.fill(bytes, (byte) 0x5A);
            Files.write(recorded.resolve(segment), bytes);
        }
        Process process = new Process(() -> Process.Place.in(FileStorage.open(recorded)));
        try {
            Start.Cold cold = (Start.Cold) process.ports.start();
            assertThat(cold.reason()).isEqualTo(Start.Reason.DAMAGED);
            assertThat(cold.describe()).contains("cannot be read");
            assertThat(process.ports.isGated()).isFalse();
            assertThat(process.ports.metrics().loadFailures()).isEqualTo(1);
            process.ports.refresh("a", "2");
            assertThat(process.table.takeWrites()).containsExactly("a=2");
        } finally {
            process.end();
        }
    }
}
