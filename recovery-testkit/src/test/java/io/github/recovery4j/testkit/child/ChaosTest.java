package io.github.recovery4j.testkit.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.testkit.KillableProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A supervisor guards 20 real processes, while a driver kills them, stops them, has them hang and damages what they keep: for a
 * minute, in the nightly build for five and a thousand failures at least. It runs in a JVM of its own, whose threads and
 * descriptors nobody else opens.
 */
@Timeout(1_800)
class ChaosTest {

    private static final boolean NIGHTLY = Boolean.getBoolean("nightly");
    private static final Duration LENGTH = NIGHTLY ? Duration.ofMinutes(5) : Duration.ofMinutes(1);
    private static final int FAILURES = NIGHTLY ? 1_000 : 0;
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @TempDir
    Path directory;

    @Test
    void what_fails_is_always_cured_and_nothing_is_left_behind() throws Exception {
        try (KillableProcess host = KillableProcess.java(ChaosMain.class)
                .property("org.slf4j.simpleLogger.defaultLogLevel", "off")
                .arguments(directory, SEED, LENGTH.toSeconds(), FAILURES)
                .start()) {
            int exitCode = host.awaitExit(PATIENCE);
            host.output().forEach(System.out::println);
            assertThat(exitCode).as("%s, seed %d", host, SEED).isZero();
        }
    }
}
