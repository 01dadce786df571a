package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.time.Deadline;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class KillableProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Echoes its property and arguments, then waits for ever. */
    static final class Echo {
        private Echo() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println(System.getProperty("greeting"));
            System.err.println("an error");
            List.of(arguments).forEach(System.out::println);
            new CountDownLatch(1).await();
        }
    }

    /** Starts a child of its own, and waits for ever. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            Process child = new ProcessBuilder("sleep", "1000").start();
            System.out.println(child.pid());
            child.waitFor();
        }
    }

    @Test
    void a_java_program_gets_its_properties_and_arguments() throws Exception {
        try (KillableProcess process = KillableProcess.java(Echo.class)
                .property("greeting", "hello  world")
                .arguments("one", 2)
                .start()) {
            process.awaitLine(line -> line.equals("2"), PATIENCE);
            assertThat(process.output()).containsExactly("hello  world", "one", "2");
            assertThat(process.isAlive()).isTrue();
            process.kill();
            assertThat(process.awaitExit(PATIENCE)).isEqualTo(137);
            assertThat(process.errors()).containsExactly("an error");
        }
    }

    @Test
    void the_exit_code_of_a_signal_is_128_and_its_number() throws Exception {
        try (KillableProcess killed = sleep();
                KillableProcess terminated = sleep()) {
            killed.kill();
            terminated.terminate();
            assertThat(killed.awaitExit(PATIENCE)).isEqualTo(137);
            assertThat(terminated.awaitExit(PATIENCE)).isEqualTo(143);
            assertThat(terminated.exitCode()).hasValue(143);
        }
    }

    private static KillableProcess sleep() throws IOException {
        return KillableProcess.start("sleep", "1000");
    }

    @Test
    void an_ordinary_exit_code_is_told() throws Exception {
        try (KillableProcess process = KillableProcess.start("sh", "-c", "echo said; exit 7")) {
            assertThat(process.awaitExit(PATIENCE)).isEqualTo(7);
            assertThat(process.output()).containsExactly("said");
        }
    }

    @Test
    void a_stopped_process_goes_on_when_it_is_told_to() throws Exception {
        try (KillableProcess process = KillableProcess.start("sh", "-c", "read go; echo gone on")) {
            process.stop();
            assertThat(process.isAlive()).isTrue();
            process.cont();
            process.terminate();
            assertThat(process.awaitExit(PATIENCE)).isEqualTo(143);
        }
    }

    @Test
    void a_stopped_process_can_be_killed() throws Exception {
        try (KillableProcess process = sleep()) {
            process.stop();
            process.kill();
            assertThat(process.awaitExit(PATIENCE)).isEqualTo(137);
        }
    }

    @Test
    void signals_to_a_process_that_has_ended_do_nothing() throws Exception {
        try (KillableProcess process = KillableProcess.start("true")) {
            assertThat(process.awaitExit(PATIENCE)).isZero();
            process.kill();
            process.terminate();
            process.stop();
            process.cont();
            process.interruptSignal();
            assertThat(process.awaitExit(PATIENCE)).isZero();
        }
    }

    @Test
    void a_line_that_was_cut_off_is_no_line() throws Exception {
        try (KillableProcess process = KillableProcess.start("printf", "acked 1\\nacked 2\\nacked 3")) {
            process.awaitExit(PATIENCE);
            assertThat(process.output()).containsExactly("acked 1", "acked 2");
            assertThat(process).asString().contains("acked 3 (cut off)");
        }
    }

    @Test
    void a_line_that_does_not_come_fails_at_once_when_the_process_ends_and_shows_its_output() throws Exception {
        try (KillableProcess process =
                KillableProcess.start("sh", "-c", "echo something else; echo oops >&2; exit 3")) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> process.awaitLine(line -> line.equals("ready"), Duration.ofHours(1)))
                    .withMessageContaining("something else");
            process.awaitExit(PATIENCE);
            assertThat(process).asString().contains("ended with 3", "something else", "oops");
        }
    }

    @Test
    void waiting_ends_when_the_time_is_up() throws Exception {
        try (KillableProcess process = sleep()) {
            Duration instant = Duration.ofMillis(20);
            assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> process.awaitLine(line -> true, instant));
            assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> process.awaitExit(instant));
        }
    }

    @Test
    void much_output_does_not_block_the_process() throws Exception {
        try (KillableProcess process = KillableProcess.start("sh", "-c", "seq 100000; seq 100000 >&2")) {
            assertThat(process.awaitExit(PATIENCE)).isZero();
            assertThat(process.output()).hasSize(100_000).last().isEqualTo("100000");
            assertThat(process.errors()).hasSize(100_000);
        }
    }

    @Test
    void closing_kills_descendants_too() throws Exception {
        ProcessHandle child;
        try (KillableProcess process = KillableProcess.java(Parent.class).start()) {
            child = ProcessHandle.of(Long.parseLong(process.awaitLine(line -> true, PATIENCE)))
                    .orElseThrow();
            assertThat(child.isAlive()).isTrue();
        }
        awaitEnd(child);
    }

    /** Not {@code onExit}: nobody may ever reap what is not our child. */
    private static void awaitEnd(ProcessHandle process) throws Exception {
        Deadline end = Deadline.in(PATIENCE, Ticker.system());
        while (ProcessId.find(process.pid()).isPresent()) {
            assertThat(end.passed()).as("%s goes on", process).isFalse();
            Waiter.system().await(Duration.ofMillis(10));
        }
    }

    @Test
    void a_command_that_does_not_exist_is_not_started() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> KillableProcess.start("no-such-command-here"));
    }
}
