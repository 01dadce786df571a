package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class DyingProcessTest {

    @Test
    void a_process_that_ended_and_was_not_waited_for_is_dying() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "only Linux tells");
        // the shell becomes a program that never waits for the child it has, and the child ends after that
        String child = "until [ \"$(cat /proc/$$/comm)\" = sleep ]; do :; done";
        Process parent = new ProcessBuilder("sh", "-c", "{ " + child + "; } & echo $!; exec sleep 60").start();
        try (BufferedReader out = parent.inputReader()) {
            long ended = Long.parseLong(out.readLine());
            while (!DyingProcess.is(ended)) { // nobody but its parent is told of its end
                assertThat(Path.of("/proc", Long.toString(ended))).exists();
            }
            assertThat(DyingProcess.is(parent.pid())).isFalse();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void a_process_with_a_waiting_sigkill_is_dying() {
        String alive = "Name:\tjava\nState:\tD (disk sleep)\nSigPnd:\t0000000000000000\nShdPnd:\t0000000000004000\n";
        assertThat(DyingProcess.isDying(alive)).isFalse();
        assertThat(DyingProcess.isDying(alive.replace("0000000000000000", "0000000000000100")))
                .isTrue();
        assertThat(DyingProcess.isDying(alive.replace("D (disk", "Z (zombie"))).isTrue();
    }

    @Test
    void this_process_is_not_dying_and_one_that_is_gone_is_not_either() throws IOException {
        assertThat(DyingProcess.is(ProcessHandle.current().pid())).isFalse();
        assertThat(DyingProcess.is(Long.MAX_VALUE)).isFalse();
    }
}
