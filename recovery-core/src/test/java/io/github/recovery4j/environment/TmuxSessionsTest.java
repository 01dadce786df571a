package io.github.recovery4j.environment;

import static io.github.recovery4j.process.Shell.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.CommandResult;
import io.github.recovery4j.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of a real tmux, on a server of their own. Without tmux this fails; CONTRIBUTING.md says how to get it. */
@Timeout(240)
class TmuxSessionsTest {

    @TempDir
    Path directory;

    private Command tmux = Command.of("tmux");
    private TmuxSessions sessions = TmuxSessions.onPath();

    @BeforeEach
    void a_server_of_its_own() {
        tmux = Command.of("tmux", "-S", directory.resolve("socket").toString(), "-f", "/dev/null");
        sessions = TmuxSessions.with(tmux);
    }

    @AfterEach
    void end_the_server() throws Exception {
        tmux.with("kill-server").execute(LONG);
    }

    @Test
    void without_a_server_and_without_the_session_it_is_absent() throws Exception {
        assertThat(sessions.inspect("sync")).isInstanceOf(Inspection.Absent.class);
        begin("sync", "el", "sleep 1000");
        assertThat(sessions.inspect("sync")).isInstanceOf(Inspection.Present.class);
        assertThat(sessions.inspect("syn")).isInstanceOf(Inspection.Absent.class);
        run("kill-server");
        Shell.await(() -> absent("sync") ? Optional.of(true) : Optional.empty());
    }

    /** A server that is just ending gives no answer. */
    private boolean absent(String name) {
        try {
            return sessions.inspect(name) instanceof Inspection.Absent;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_server_that_may_not_be_asked_is_no_answer() throws Exception {
        Files.writeString(directory.resolve("file"), "");
        TmuxSessions unreachable = TmuxSessions.with(Command.of(
                "tmux", "-S", directory.resolve("file").resolve("socket").toString()));
        assertThatThrownBy(() -> unreachable.inspect("sync"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("could not list session 'sync'");
    }

    @Test
    void windows_are_up_until_their_programs_end_and_then_down_or_missing() throws Exception {
        begin("sync", "el", "sleep 1000");
        run("set-option", "-w", "-g", "remain-on-exit", "on");
        window("a cl|1", "exit 3");
        window("killed", "kill -9 $$");
        assertThat(comesDown("a cl|1")).isIn("ended with exit code 3", "has ended");
        assertThat(comesDown("killed")).isIn("killed by signal 9", "has ended");
        assertThat(seen("sync").keySet()).containsExactly("el", "a cl|1", "killed");
        assertThat(seen("sync").get("el").state().toString()).startsWith("up: process ");

        run("set-option", "-w", "-g", "remain-on-exit", "off");
        window("short", "true");
        Shell.await(() -> seen("sync").containsKey("short") ? Optional.empty() : Optional.of(true));
    }

    private void window(String name, String command) throws Exception {
        run("new-window", "-d", "-t", "=sync:", "-n", name, command);
    }

    /** Of a program that has ended, tmux itself sometimes never knows how: it stays as a zombie. */
    private String comesDown(String window) {
        return Shell.await(() -> Optional.of(seen("sync").get(window).state()).filter(Answer.Down.class::isInstance))
                .reason();
    }

    @Test
    void a_program_that_left_its_terminal_is_unknown_and_disposed_of() throws Exception {
        Path started = directory.resolve("started");
        begin("sync", "el", "sleep 1000");
        run("set-option", "-w", "-g", "remain-on-exit", "on");
        window("cl", "trap '' HUP; echo $$ >> %s; exec sleep 1000 <&- >&- 2>&-".formatted(started));
        List<Long> pids = Shell.pids(started, 1);
        Answer left = Answer.unknown("process %d has left its terminal".formatted(pids.get(0)));
        Shell.await(() -> Optional.of(seen("sync").get("cl").state()).filter(left::equals));
        sessions.dispose("sync");
        Shell.assertGone(pids);
    }

    @Test
    void a_window_with_a_dead_pane_is_down() throws Exception {
        begin("sync", "el", "sleep 1000");
        run("set-option", "-w", "-g", "remain-on-exit", "on");
        run("split-window", "-d", "-t", "=sync:=el", "exit 1");
        assertThat(comesDown("el")).isIn("ended with exit code 1", "has ended");
    }

    @Test
    void a_window_that_was_kept_is_started_again() throws Exception {
        begin("sync", "el", "sleep 1000");
        run("set-option", "-w", "-g", "remain-on-exit", "on");
        Path first = directory.resolve("first");
        window("cl", "test -e %1$s && exec sleep 1000; touch %1$s".formatted(first));
        comesDown("cl");
        sessions.restart("sync", List.of("cl"));
        assertThat(seen("sync").get("cl").state()).isInstanceOf(Answer.Up.class);
        assertThatThrownBy(() -> sessions.restart("sync", List.of("vc")))
                .isInstanceOf(BeyondRepairException.class)
                .hasMessageContaining("'vc'");
    }

    @Test
    void windows_may_have_any_name_in_any_language_and_are_started_again_by_it() throws Exception {
        begin("sync", "el", "sleep 1000");
        run("set-option", "-w", "-g", "remain-on-exit", "on");
        List<String> names = List.of("cl.1", "cl:2", "=el", "Prüfer 検証", "@1");
        Path first = directory.resolve("first");
        for (String name : names) {
            String program = "test -e '%1$s' && exec sleep 1000; touch '%1$s'".formatted(first + name);
            run("-u", "new-window", "-d", "-t", "=sync:", "-n", name, program);
        }
        for (String name : names) {
            comesDown(name);
        }
        sessions.restart("sync", names);
        assertThat(seen("sync").keySet()).containsAll(names);
        assertThat(seen("sync").values()).allMatch(service -> service.state() instanceof Answer.Up);
    }

    @Test
    void in_a_window_with_two_panes_the_dead_one_is_started_again_and_the_other_goes_on() throws Exception {
        Path started = directory.resolve("started");
        begin("sync", "el", "echo $$ >> %s; exec sleep 1000".formatted(started));
        long other = Shell.pids(started, 1).get(0);
        run("set-option", "-w", "-g", "remain-on-exit", "on");
        Path first = directory.resolve("first");
        run("split-window", "-d", "-t", "=sync:=el", "test -e %1$s && exec sleep 1000; touch %1$s".formatted(first));
        comesDown("el");
        sessions.restart("sync", List.of("el"));
        assertThat(seen("sync").get("el").state()).isInstanceOf(Answer.Up.class);
        assertThat(Shell.runs(other)).isTrue();
    }

    @Test
    void a_session_is_disposed_of_with_all_its_programs_even_stubborn_ones() throws Exception {
        Path started = directory.resolve("started");
        begin(
                "sync",
                "el",
                "trap '' HUP TERM; echo $$ >> %1$s; sleep 1000 & echo $! >> %1$s; wait; sleep 1000".formatted(started));
        begin("other", "el", "sleep 1000");
        List<Long> pids = Shell.pids(started, 2);
        sessions.dispose("sync");
        Shell.assertGone(pids);
        assertThat(sessions.inspect("sync")).isInstanceOf(Inspection.Absent.class);
        assertThat(sessions.inspect("other")).isInstanceOf(Inspection.Present.class);
        sessions.dispose("sync");
    }

    @Test
    void names_that_tmux_would_change_or_understand_are_refused() {
        for (String name : List.of("a.b", "a:b", "=x", "$1", "", "-t", "a b")) {
            assertThatThrownBy(() -> sessions.inspect(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> sessions.dispose(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void begin(String session, String window, String program) throws Exception {
        run("new-session", "-d", "-s", session, "-n", window, program);
    }

    private void run(String... arguments) throws Exception {
        CommandResult result = tmux.with(arguments).execute(LONG);
        assertThat(result.succeeded()).as(result.summary()).isTrue();
    }

    private Map<String, Service> seen(String session) {
        try {
            return ((Inspection.Present) sessions.inspect(session)).services();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
