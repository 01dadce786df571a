package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.testkit.SumMain.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run, several processes, and every signal a service meets. */
class SignalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private KillableProcess start(Variant variant) throws IOException {
        return start(variant, Duration.ofSeconds(20));
    }

    private KillableProcess start(Variant variant, Duration grace) throws IOException {
        return KillableProcess.java(SumMain.class)
                .property("grace", grace.toMillis())
                .arguments(directory, variant, 20)
                .start();
    }

    private static void awaitWork(KillableProcess process) throws InterruptedException {
        process.awaitLine(line -> line.startsWith("acked") || line.startsWith("reported"), PATIENCE);
    }

    private static Life lifeOf(KillableProcess process) throws InterruptedException {
        return new Life(process.awaitExit(PATIENCE), process.output());
    }

    private static void refuses(KillableProcess second, KillableProcess owner) throws InterruptedException {
        String refusal = second.awaitLine(line -> line.startsWith("refused"), PATIENCE);
        assertThat(refusal)
                .contains(Long.toString(owner.pid()))
                .contains(Owner.thisProcess().host())
                .containsPattern("since \\d{4}-\\d{2}-\\d{2}T");
        assertThat(second.awaitExit(PATIENCE)).isZero();
    }

    @Test
    void a_second_process_is_refused_by_name_of_the_first() throws Exception {
        try (KillableProcess owner = start(Variant.WAITING)) {
            awaitWork(owner);
            try (KillableProcess second = start(Variant.WAITING)) {
                refuses(second, owner);
            }
            assertThat(owner.isAlive()).isTrue();
        }
    }

    @Test
    void a_killed_owner_frees_its_run_at_once() throws Exception {
        try (KillableProcess owner = start(Variant.WAITING)) {
            awaitWork(owner);
            owner.kill();
            assertThat(owner.awaitExit(PATIENCE)).isEqualTo(137);
        }
        try (KillableProcess next = start(Variant.WAITING)) {
            next.awaitLine(line -> line.equals("begun " + Sum.after(1)), PATIENCE);
        }
    }

    @Test
    void a_stopped_owner_is_still_the_owner() throws Exception {
        try (KillableProcess owner = start(Variant.WAITING)) {
            awaitWork(owner);
            owner.stop();
            try (KillableProcess second = start(Variant.WAITING)) {
                refuses(second, owner);
            }
            owner.cont();
            owner.terminate();
            assertThat(owner.awaitExit(PATIENCE)).isEqualTo(143);
            assertThat(owner.output()).last().asString().startsWith("stopped (shutdown)");
        }
    }

    @Test
    void an_interrupt_from_the_keyboard_saves_what_was_reported_and_exits_with_130() throws Exception {
        assumeFalse(ignoresInterrupts(), "this JVM was started with SIGINT ignored, and so are its children");
        try (KillableProcess process = KillableProcess.java(SumMain.class)
                .arguments(directory, Variant.REPORT_ONLY, 1_000_000_000)
                .start()) {
            awaitWork(process);
            process.interruptSignal();
            Life life = lifeOf(process);
            assertThat(life.exitCode()).isEqualTo(130);
            resumesExactlyFrom(life.lastReported().orElseThrow());
        }
    }

    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    @Test
    void work_that_does_not_stop_is_left_behind_after_the_grace_period_with_its_reported_state_saved()
            throws Exception {
        try (KillableProcess process = start(Variant.DEAF, Duration.ofMillis(300))) {
            awaitWork(process);
            long start = System.nanoTime();
            process.terminate();
            Life life = lifeOf(process);
            assertThat(life.exitCode()).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
            resumesExactlyFrom(life.lastReported().orElseThrow());
        }
    }

    @Test
    void a_second_signal_during_the_shutdown_changes_nothing() throws Exception {
        try (KillableProcess process = start(Variant.DEAF, Duration.ofSeconds(1))) {
            awaitWork(process);
            process.terminate();
            process.awaitLine(line -> line.equals("stopping"), PATIENCE);
            process.terminate();
            process.interruptSignal();
            Life life = lifeOf(process);
            assertThat(life.exitCode()).isEqualTo(143);
            resumesExactlyFrom(life.lastReported().orElseThrow());
        }
    }

    private void resumesExactlyFrom(Sum state) throws Exception {
        try (KillableProcess next = start(Variant.WAITING)) {
            awaitWork(next);
            assertThat(next.output()).contains("begun " + state);
        }
    }

    @Test
    void a_completed_run_is_remembered_by_the_next_process() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (KillableProcess process = start(Variant.CHECKPOINT)) {
                Life life = lifeOf(process);
                assertThat(life.exitCode()).isZero();
                assertThat(life.result()).contains(Sum.after(20).total());
                assertThat(life.begun().isPresent()).isEqualTo(i == 0);
            }
        }
    }
}
