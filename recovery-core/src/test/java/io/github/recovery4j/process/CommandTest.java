package io.github.recovery4j.process;

import static io.github.recovery4j.process.Shell.LONG;
import static io.github.recovery4j.process.Shell.assertGone;
import static io.github.recovery4j.process.Shell.pids;
import static io.github.recovery4j.process.Shell.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a command says, and that nothing of it is left. */
@Timeout(240)
class CommandTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path directory;

    @Test
    void streams_are_read_apart_and_the_exit_code_is_told() throws Exception {
        CommandResult result = script("echo out; echo err >&2; exit 3").ask(LONG);
        assertThat(result.out().text()).isEqualTo("out\n");
        assertThat(result.err().text()).isEqualTo("err\n");
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.summary()).isEqualTo("exit code 3, err");
    }

    @Test
    void arguments_reach_the_program_as_they_are() throws Exception {
        String hostile = "$(touch " + directory.resolve("touched") + ") ; * 'x' \"y\" \\ |\n&";
        CommandResult result = Command.of("printf", "%s").with(hostile).ask(LONG);
        assertThat(result.out().text()).isEqualTo(hostile);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void the_input_of_a_command_is_empty() throws Exception {
        assertThat(Command.of("cat").ask(LONG).succeeded()).isTrue();
    }

    @Test
    void its_directory_and_environment_can_be_set() throws Exception {
        CommandResult result = script("pwd -P; echo $TOKEN")
                .in(directory)
                .environment("TOKEN", "secret")
                .ask(LONG);
        assertThat(result.out().text()).isEqualTo(directory.toRealPath() + "\nsecret\n");
        assertThat(script("x").environment("TOKEN", "secret").toString()).isEqualTo("'sh -c x sh'");
    }

    @Test
    void megabytes_on_both_streams_block_nothing() throws Exception {
        CommandResult result = script(
                        "head -c 3000000 /dev/zero | tr '\\0' x >&2; head -c 3000000 /dev/zero | tr '\\0' y; echo end")
                .ask(LONG);
        assertThat(result.err().text()).hasSize(3_000_000);
        assertThat(result.out().text()).hasSize(3_000_004).endsWith("yend\n");
        assertThat(result.out().complete()).isTrue();
    }

    @Test
    void of_more_than_the_limit_the_beginning_is_kept() throws Exception {
        CommandResult result =
                script("head -c 20000000 /dev/zero | tr '\\0' y; exit 1").ask(LONG);
        assertThat(result.out().text()).hasSize(Output.MOST_BYTES);
        assertThat(result.out().complete()).isFalse();
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void a_program_that_does_not_exist_is_named() {
        assertThatThrownBy(() -> Command.of("no-such-program", "x").ask(LONG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'no-such-program x' could not be started")
                .hasMessageContaining("No such file");
    }

    @Test
    void a_command_that_takes_too_long_is_killed() {
        Path started = directory.resolve("started");
        Command hanging = script("echo $$ >> \"$1\"; trap '' TERM; sleep 1000 & wait", started.toString());
        assertThatThrownBy(() -> hanging.ask(Duration.ofSeconds(2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not end within PT2S, and was killed");
        assertGone(pids(started, 1));
    }

    @Test
    void an_action_that_takes_too_long_is_killed() {
        Path started = directory.resolve("started");
        Command hanging = script("echo $$ >> \"$1\"; sleep 1000 & wait", started.toString());
        assertThatThrownBy(() -> hanging.execute(Duration.ofSeconds(2))).hasMessageContaining("was killed");
        assertGone(pids(started, 1));
    }

    @Test
    void stubborn_descendants_are_killed_too() throws Exception {
        assertGone(startedByInterrupted("""
                trap '' TERM INT HUP
                sh -c 'trap "" TERM; echo $$ >> "$1"; sleep 1000 & echo $! >> "$1"; wait' sh "$1" &
                echo $$ >> "$1"
                wait
                """, 3));
    }

    @Test
    void descendants_whose_parents_have_ended_are_killed_too() throws Exception {
        assertGone(startedByInterrupted("(sleep 1000 & echo $! >> \"$1\") & wait; exec sleep 1000", 1));
    }

    /** Interrupts who asks a script, once it has written so many numbers to a file. */
    private List<Long> startedByInterrupted(String script, int processes) throws Exception {
        Path started = directory.resolve("started");
        FutureTask<CommandResult> asked =
                new FutureTask<>(() -> script(script, started.toString()).ask(LONG));
        Thread asking = new Thread(asked);
        asking.start();
        List<Long> pids = pids(started, processes);
        asking.interrupt();
        assertThatThrownBy(asked::get).hasCauseInstanceOf(InterruptedException.class);
        return pids;
    }

    @Test
    void what_a_question_leaves_in_the_background_is_gone_when_it_is_answered() throws Exception {
        CommandResult result = script("sleep 1000 & echo $!; sleep 1000 >/dev/null 2>&1 & echo $!")
                .ask(LONG);
        assertThat(result.succeeded()).isTrue();
        assertGone(result.out().text().lines().map(Long::valueOf).toList());
    }

    @Test
    void what_an_action_leaves_in_the_background_goes_on() throws Exception {
        CommandResult result = script("sleep 1000 >/dev/null 2>&1 & echo $!").execute(LONG);
        long pid = Long.parseLong(result.out().text().strip());
        assertThat(Shell.runs(pid)).isTrue();
        ProcessTree.of(ProcessHandle.of(pid).orElseThrow()).kill();
        assertThat(Shell.runs(pid)).isFalse();
    }

    @Test
    @Timeout(60)
    void what_was_left_in_the_background_keeps_nobody_by_its_output_however_much_it_writes() throws Exception {
        for (String left : List.of("sleep 1000", "yes")) {
            CommandResult result = script(left + " & echo $! >&2; exit 3").execute(LONG);
            long pid = Long.parseLong(result.err().text().strip());
            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(threadsNaming("sh")).isEmpty();
            ProcessTree.of(ProcessHandle.of(pid).orElseThrow()).kill();
        }
    }

    private static List<String> threadsNaming(String program) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(("recovery4j-output: " + program)::equals)
                .toList();
    }

    @Test
    void a_timeout_has_to_be_positive_and_may_be_longer_than_a_long_can_count() throws Exception {
        Path touched = directory.resolve("touched");
        for (Duration timeout : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            Command touching = Command.of("touch", touched.toString());
            assertThatThrownBy(() -> touching.ask(timeout)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> touching.execute(timeout)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(touched).doesNotExist();
        assertThat(Command.of("true").ask(ChronoUnit.FOREVER.getDuration()).succeeded())
                .isTrue();
    }

    @Test
    void an_exit_code_above_all_signals_is_none() throws Exception {
        CommandResult result = script("exit 255").ask(LONG);
        assertThat(result.killed()).isFalse();
        assertThat(result.summary()).isEqualTo("exit code 255");
    }

    @Test
    void a_command_that_was_killed_by_a_signal_says_so() throws Exception {
        CommandResult result = script("kill -9 $$").ask(LONG);
        assertThat(result.killed()).isTrue();
        assertThat(result.summary()).isEqualTo("killed by signal 9");
    }

    @Test
    void an_interrupted_thread_starts_nothing_that_stays() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> script("sleep 1000").ask(LONG)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void a_launched_command_and_all_it_started_is_found_by_its_mark() throws Exception {
        Path log = directory.resolve("log");
        ProcessMark mark = ProcessMark.create();
        ProcessId launched =
                script("(sleep 1000 & echo $!); exec sleep 1000").marked(mark).launch(log);
        long orphan = pids(log, 1).get(0);
        assertThat(launched.isAlive()).isTrue();
        new ProcessMark(mark.text()).stop(Duration.ofSeconds(10));
        assertThat(launched.isAlive()).isFalse();
        assertGone(List.of(launched.pid(), orphan));
    }

    @Test
    void who_does_not_end_when_asked_is_killed_after_the_grace() throws Exception {
        Path log = directory.resolve("log");
        ProcessId launched =
                script("trap '' TERM; echo $$; while true; do sleep 1; done").launch(log);
        pids(log, 1);
        launched.stop(SHORT);
        assertThat(launched.isAlive()).isFalse();
    }

    @Test
    void a_process_of_the_same_number_and_another_start_is_another_one() throws Exception {
        ProcessId self = ProcessId.of(ProcessHandle.current());
        assertThat(self.isAlive()).isTrue();
        assertThat(new ProcessId(self.pid(), self.startedAt().minusSeconds(60)).isAlive())
                .isFalse();
        assertThat(new ProcessId(self.pid(), Instant.EPOCH).isAlive()).isFalse();
    }

    @Test
    void a_process_that_has_ended_and_is_still_listed_is_not_alive() throws Exception {
        Path log = directory.resolve("log");
        ProcessId parent = script("sh -c 'echo $$' & exec sleep 1000").launch(log);
        long zombie = pids(log, 1).get(0);
        Shell.await(() -> Shell.runs(zombie) ? Optional.empty() : Optional.of(true));
        assertThat(ProcessHandle.of(zombie))
                .hasValueSatisfying(listed -> assertThat(listed.isAlive()).isTrue());
        parent.stop(Duration.ZERO);
    }
}
