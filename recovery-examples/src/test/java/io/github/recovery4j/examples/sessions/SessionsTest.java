package io.github.recovery4j.examples.sessions;

import static io.github.recovery4j.examples.sessions.SessionsHome.PATIENCE;
import static io.github.recovery4j.examples.sessions.SessionsHome.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.testkit.KillableProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The command in a JVM of its own, which is killed. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(240)
class SessionsTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final SessionsHome home = new SessionsHome(() -> directory);

    private Path described() throws Exception {
        return home.file(
                "sessions:",
                "  work:",
                "    windows:",
                "      - name: one",
                "        panes: [{command: exec sleep 1001}, {command: exec sleep 1002}]",
                "      - name: two",
                "        panes: [{command: exec sleep 1003}]",
                "  other:",
                "    windows:",
                "      - name: only",
                "        panes: [{command: exec sleep 1004}]");
    }

    private static void killed(KillableProcess keeper) throws Exception {
        keeper.kill();
        assertThat(keeper.awaitExit(PATIENCE)).isEqualTo(137);
    }

    @Test
    void killed_it_adopts_what_is_alive_and_builds_only_what_was_lost_meanwhile() throws Exception {
        KillableProcess first = home.start(described());
        List<String> pids = home.pids("work");
        killed(first);

        KillableProcess second = home.start(described());
        assertThat(second.output()).contains("work: adopted, 3 panes are there", "other: adopted, 1 pane is there");
        assertThat(second.output()).noneMatch(line -> line.contains("built"));
        assertThat(home.pids("work")).isEqualTo(pids);
        killed(second);

        home.tmux("kill-window", "-t", "=work:two");
        home.tmux("kill-session", "-t", "=other");
        KillableProcess third = home.start(described());
        assertThat(third.output()).contains("work: window 'two' built", "other: built: 1 window with 1 pane");
        assertThat(home.pids("work").subList(0, 2)).isEqualTo(pids.subList(0, 2));
        assertThat(home.pids("work")).hasSize(3);
    }

    @Test
    void a_server_that_was_frozen_while_nobody_looked_is_replaced() throws Exception {
        KillableProcess first = home.start(described());
        await("checkpoint", () -> home.run("status").code() == 0);
        long frozen = home.server();
        killed(first);
        SessionsHome.signal("STOP", frozen);

        KillableProcess second = home.start(described());
        assertThat(second.output()).contains("server: it was stopped; that is tried again");
        second.awaitLine(line -> line.startsWith("server: frozen, tmux was stopped"), PATIENCE);
        second.awaitLine(line -> line.startsWith("server: well again after "), PATIENCE);
        assertThat(ProcessId.find(frozen)).isEmpty();
        assertThat(home.pids("work")).hasSize(3);
    }

    @Test
    void what_a_killed_keeper_has_left_half_built_is_ended() throws Exception {
        killed(home.start(described()));
        home.tmux("rename-session", "-t", "=work", "~work");
        home.start(described());
        assertThat(home.tmux("list-sessions", "-F", "#{session_name}").lines())
                .containsExactlyInAnyOrder("work", "other");
        assertThat(home.pids("work")).hasSize(3);
    }

    @Test
    void stopped_it_leaves_the_sessions_and_says_that_nobody_keeps_them() throws Exception {
        KillableProcess keeper = home.start(described());
        await("status", () -> home.run("status").code() == 0);
        assertThat(home.run("status").out().lines()).hasSize(4).anyMatch(line -> line.matches("work +healthy .*"));

        assertThat(home.run("keep", "--file", described().toString()).err())
                .contains("are kept already, by process " + keeper.pid());
        List<String> pids = home.pids("work");
        keeper.terminate();
        assertThat(keeper.awaitExit(PATIENCE)).isEqualTo(143);
        assertThat(home.pids("work")).isEqualTo(pids);
        assertThat(home.run("status").err()).contains("Nobody keeps the sessions of");
        assertThat(home.run("status").code()).isEqualTo(1);
    }
}
