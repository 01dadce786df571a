package io.github.recovery4j.testkit.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.testkit.KillableProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that mirrors a folder is killed at the n-th change it has told of, again and again. */
class WarmKillTest {

    private static final int KILLS = Boolean.getBoolean("nightly") ? 60 : 6;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void after_a_kill_only_what_was_being_written_is_written_again_and_then_nothing() throws Exception {
        Folder source = Folder.in(directory.resolve("source"));
        Folder outside = Folder.in(directory.resolve("outside"));
        long next = 1;
        int needed = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            next = 1 + lastTold(live(next));
            int writes = writes(check());
            assertThat(writes)
                    .as("the one that was being written, seed %d", SEED)
                    .isBetween(0, 1);
            needed += writes;
            assertThat(outside.all()).as("seed %d", SEED).isEqualTo(source.all());
        }
        assertThat(writes(check())).as("nothing has changed, seed %d", SEED).isZero();
        System.out.printf("%d kills, %d changes, %d writes again, seed %d%n", KILLS, next, needed, SEED);
    }

    private List<String> live(long first) throws Exception {
        try (KillableProcess process = start(first)) {
            int wanted = 1 + random.nextInt(150);
            int[] seen = {0};
            process.awaitLine(line -> line.startsWith("told") && ++seen[0] >= wanted, PATIENCE);
            process.kill();
            process.awaitExit(PATIENCE);
            return process.output();
        }
    }

    private KillableProcess start(long first) throws Exception {
        return KillableProcess.java(MirroringMain.class)
                .arguments(directory, first)
                .start();
    }

    /** Starts it, lets it come to the end of its sync, and ends it in peace. */
    private List<String> check() throws Exception {
        try (KillableProcess process = start(-1)) {
            assertThat(process.awaitExit(PATIENCE)).as("%s", process).isZero();
            return process.output();
        }
    }

    private static long lastTold(List<String> output) {
        return output.stream()
                .filter(line -> line.startsWith("told"))
                .mapToLong(line -> Long.parseLong(line.substring("told ".length())))
                .max()
                .orElseThrow();
    }

    private static int writes(List<String> output) {
        return output.stream()
                .filter(line -> line.startsWith("synced"))
                .mapToInt(line -> Integer.parseInt(line.substring("synced ".length())))
                .findFirst()
                .orElseThrow();
    }
}
