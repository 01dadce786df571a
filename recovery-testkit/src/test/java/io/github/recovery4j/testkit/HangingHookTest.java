package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.testkit.SumMain.Variant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The host does not get to its end after a SIGTERM; that must not hold up whoever takes over. */
@DisabledOnOs(OS.WINDOWS) // signals
class HangingHookTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void the_next_process_goes_on_exactly_where_a_host_was_that_hangs_in_its_shutdown() throws Exception {
        handsOver(Variant.REPORT_ONLY, line -> line.startsWith("stopped (shutdown)"));
    }

    @Test
    void the_same_where_the_work_does_not_stop_either() throws Exception {
        handsOver(Variant.DEAF, line -> line.startsWith("generation"));
    }

    private void handsOver(Variant variant, Predicate<String> saved) throws Exception {
        try (KillableProcess hanging = KillableProcess.java(HangingHookMain.class)
                .property("grace", 300)
                .arguments(directory, variant, 1_000_000_000)
                .start()) {
            hanging.awaitLine(line -> line.startsWith("reported"), PATIENCE);
            hanging.terminate();
            hanging.awaitLine("hanging"::equals, PATIENCE);
            hanging.awaitLine(saved, PATIENCE);
            goesOn(hanging);
            assertThat(hanging.isAlive()).as("it still hangs").isTrue();
            hanging.kill();
            assertThat(hanging.awaitExit(PATIENCE)).isEqualTo(137);
            assertThat(hanging.output()).doesNotContain("the host's hook was interrupted");
            System.out.printf("SIGTERM, then SIGKILL, of a hanging host, %s: 1 kill%n", variant);
        }
    }

    /**
     * The lease is given back a moment after the save, so the first answer may be that it is still held. Only a process
     * that tries can tell, so it is asked again.
     */
    private void goesOn(KillableProcess hanging) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (KillableProcess next = KillableProcess.java(SumMain.class)
                    .arguments(directory, Variant.WAITING, 20)
                    .start()) {
                String answer =
                        next.awaitLine(line -> line.startsWith("acked") || line.startsWith("refused"), PATIENCE);
                if (answer.startsWith("acked")) {
                    Sum last = new Life(0, hanging.output()).lastReported().orElseThrow();
                    assertThat(next.output()).contains("begun " + last);
                    return;
                }
                assertThat(answer).contains(Long.toString(hanging.pid()));
                assertThat(System.nanoTime()).as("still refused: %s", answer).isLessThan(end);
            }
        }
    }
}
