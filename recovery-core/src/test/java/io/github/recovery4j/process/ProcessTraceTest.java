package io.github.recovery4j.process;

import static io.github.recovery4j.process.Shell.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is found again of a process that somebody has started, and the signals it gets. */
@Timeout(240)
class ProcessTraceTest {

    private static final String TWO = "echo $$ >> \"$1\"; setsid sleep 1000 & echo $! >> \"$1\"; wait";

    @TempDir
    Path directory;

    private ProcessTrace trace = ProcessTrace.create();

    @AfterEach
    void end() throws Exception {
        trace.stop(Duration.ZERO);
    }

    private Path file() {
        return directory.resolve("pids");
    }

    private ProcessId start(Command command) throws Exception {
        Process process = command.marked(trace.mark()).start(ProcessBuilder.Redirect.DISCARD);
        return ProcessId.of(process.toHandle());
    }

    @Test
    void what_nobody_has_recorded_is_found_by_its_mark() throws Exception {
        start(Shell.script(TWO, file().toString()));
        List<Long> pids = Shell.pids(file(), 2);
        assertThat(trace.isAlive()).isFalse();
        assertThat(trace.stop(LONG)).isEqualTo(2);
        Shell.assertGone(pids);
    }

    @Test
    void what_dropped_its_environment_is_found_by_its_number_and_what_it_started_by_its_parent() throws Exception {
        trace = trace.became(start(Command.of("env", "-i", "sh", "-c", TWO, "sh", file().toString())));
        List<Long> pids = Shell.pids(file(), 2);
        assertThat(trace.isAlive()).isTrue();
        trace.stop(LONG);
        Shell.assertGone(pids);
        assertThat(trace.isAlive()).isFalse();
    }

    @Test
    void what_was_left_behind_is_found_when_the_process_has_ended() throws Exception {
        trace = trace.became(
                start(Shell.script("setsid sleep 1000 & echo $! >> \"$1\"; sleep 0.2", file().toString())));
        List<Long> pids = Shell.pids(file(), 1);
        Shell.await(() -> isAlive() ? Optional.empty() : Optional.of(true));
        assertThat(pids).allMatch(Shell::runs);
        assertThat(trace.stop(LONG)).isEqualTo(1);
        Shell.assertGone(pids);
        assertThat(trace.stop(LONG)).isZero();
    }

    private boolean isAlive() {
        try {
            return trace.isAlive();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void what_is_stopped_hears_that_it_should_end() throws Exception {
        Path said = directory.resolve("said");
        ProcessId process = start(Shell.script(
                "trap 'echo 1 >> \"$2\"; exit' TERM; echo $$ >> \"$1\"; while true; do sleep 0.01; done",
                file().toString(),
                said.toString()));
        trace = trace.became(process);
        Shell.pids(file(), 1);
        assertThat(process.isStopped()).isFalse();
        process.signal("STOP");
        Shell.await(() -> process.isStopped() ? Optional.of(true) : Optional.empty());
        trace.stop(LONG);
        assertThat(Shell.pids(said, 1)).hasSize(1);
    }

    @Test
    void what_has_ended_gets_no_signal() throws Exception {
        ProcessId process = start(Command.of("sleep", "1000"));
        trace.stop(Duration.ZERO);
        assertThatThrownBy(() -> process.signal("HUP"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("SIGHUP was not sent", "has ended");
        assertThatIllegalArgumentException().isThrownBy(() -> process.signal("-9"));
    }

    @Test
    void nobody_would_read_a_pipe() {
        assertThatIllegalArgumentException().isThrownBy(() -> Command.of("true").start(ProcessBuilder.Redirect.PIPE));
    }
}
