package io.github.recovery4j.examples.sessions;

import static io.github.recovery4j.examples.sessions.SessionsHome.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.supervision.Condition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Sessions of a real tmux, in which things are killed, stopped, added and left. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(240)
class KeeperTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final SessionsHome home = new SessionsHome(() -> directory);

    private Path described() throws Exception {
        Files.createDirectories(home.path().resolve("a place/it's #{pid}"));
        return home.file(
                "sessions:",
                "  my work:",
                "    directory: a place",
                "    size: 180x45",
                "    windows:",
                "      - name: editor",
                "        layout: main-vertical",
                "        panes:",
                "          - command: exec sleep 1001",
                "          - command: exec sleep 1002",
                "            directory: \"it's #{pid}\"",
                "          - {}",
                "      - name: '#{pid} \"a|b\" it''s $HOME; \\x :.検証;'",
                "        panes:",
                "          - command: 'echo \"it''s $PWD\" > said; exec sleep 1003'",
                "  other:",
                "    windows:",
                "      - name: only",
                "        panes:",
                "          - command: exec sleep 1004");
    }

    /** Panes of sizes of their own, another active pane and window, a name, and a shell that went elsewhere. */
    private List<String> arranged() throws Exception {
        home.keep(described());
        home.tmux("resize-pane", "-t", "=my work:0.0", "-x", "33");
        home.tmux("resize-pane", "-t", "=my work:0.1", "-y", "9");
        home.tmux("select-pane", "-t", "=my work:0.2");
        home.tmux("send-keys", "-t", "=my work:0.2", "cd /usr/share", "Enter");
        home.tmux("new-window", "-d", "-t", "=my work:7", "-n", "added", "-c", "/usr", "exec sleep 1005");
        home.tmux("split-window", "-d", "-h", "-l", "20", "-t", "=my work:7", "-c", "/usr/share", "exec sleep 1006");
        home.tmux("resize-window", "-t", "=my work:7", "-x", "101", "-y", "31");
        home.tmux("select-window", "-t", "=my work:1");
        home.awaitSaved(
                "my work",
                saved -> saved.windows().size() == 3
                        && saved.windows().get(0).panes().get(2).directory().equals("/usr/share")
                        && saved.windows().get(0).layout().contains("33x45")
                        && saved.windows().get(1).active()
                        && saved.windows().get(2).columns() == 101);
        home.awaitSaved("my work");
        return home.picture("my work");
    }

    @Test
    void a_killed_server_is_started_again_with_all_sessions_as_they_were_saved_last() throws Exception {
        List<String> before = arranged();
        List<String> other = home.picture("other");
        SessionsHome.kill(home.server());
        home.awaitCured("server", "crashed");
        assertThat(home.picture("my work")).isEqualTo(before).hasSize(6);
        assertThat(home.picture("other")).isEqualTo(other);
        assertThat(Files.readString(home.path().resolve("a place/said")))
                .isEqualTo("it's %s/a place\n".formatted(home.path()));
    }

    @Test
    void a_server_that_was_stopped_is_frozen_and_replaced() throws Exception {
        List<String> before = arranged();
        long frozen = home.server();
        SessionsHome.signal("STOP", frozen);
        home.awaitCured("server", "frozen");
        assertThat(ProcessId.find(frozen)).isEmpty();
        assertThat(home.picture("my work")).isEqualTo(before);
    }

    @Test
    void a_server_that_may_go_on_is_left_alone() throws Exception {
        Pace patient =
                new Pace(Duration.ofMillis(100), Duration.ofHours(1), Duration.ofMillis(200), Duration.ofSeconds(3));
        home.keep(described(), patient);
        home.awaitSaved("other");
        List<String> pids = home.pids("my work");
        long server = home.server();
        SessionsHome.signal("STOP", server);
        await("doubt", () -> home.conditions().stream().allMatch(Condition.UNKNOWN::equals));
        SessionsHome.signal("CONT", server);
        await("certainty", () -> home.conditions().stream().allMatch(Condition.HEALTHY::equals));
        assertThat(home.pids("my work")).isEqualTo(pids);
        assertThat(home.events()).isEmpty();
    }

    @Test
    void a_killed_session_is_built_again_and_the_others_go_on() throws Exception {
        List<String> before = arranged();
        List<String> others = home.pids("other");
        home.tmux("kill-session", "-t", "=my work");
        home.awaitCured("my work", "crashed");
        assertThat(home.picture("my work")).isEqualTo(before);
        assertThat(home.pids("other")).isEqualTo(others);
    }

    @Test
    void a_killed_window_and_a_killed_pane_are_built_again_and_nothing_else() throws Exception {
        List<String> before = arranged();
        List<String> pids = home.pids("my work");
        home.tmux("kill-window", "-t", "=my work:1");
        home.awaitCured("my work", "crashed");
        assertThat(home.picture("my work")).isEqualTo(before);
        List<String> after = home.pids("my work");
        assertThat(after.get(3)).isNotEqualTo(pids.get(3));
        assertThat(without(3, after)).isEqualTo(without(3, pids));

        home.awaitSaved("my work");
        for (int pane : new int[] {0, 1, 2}) {
            List<String> others = home.pids("my work");
            home.tmux("kill-pane", "-t", "=my work:0." + pane);
            home.awaitCured("my work", "crashed");
            assertThat(home.picture("my work")).as("pane %d was killed", pane).isEqualTo(before);
            assertThat(without(pane, home.pids("my work"))).isEqualTo(without(pane, others));
        }
    }

    private static List<String> without(int index, List<String> all) {
        List<String> others = new ArrayList<>(all);
        others.remove(index);
        return others;
    }

    @Test
    void a_program_that_was_killed_is_started_again_in_its_pane_alone() throws Exception {
        List<String> before = arranged();
        List<String> pids = home.pids("my work");
        SessionsHome.signal("KILL", Long.parseLong(pids.get(1)));
        home.awaitCured("my work", "crashed");
        assertThat(home.picture("my work")).isEqualTo(before);
        assertThat(without(1, home.pids("my work"))).isEqualTo(without(1, pids));
    }

    @Test
    void a_program_that_was_stopped_hangs_unless_it_was_by_ctrl_z_or_tmux_lets_it_go_on() throws Exception {
        home.keep(
                home.file(
                        "sessions:",
                        "  work:",
                        "    windows:",
                        "      - name: one",
                        "        panes: [{command: 'while true; do sleep 1001; done'}, {command: exec sleep 1002}, {command: sh}]"));
        home.awaitSaved("work");
        List<String> pids = home.pids("work");
        home.tmux("send-keys", "-t", "=work:0.2", "sleep 1003", "Enter");
        long job = child(pids.get(2));
        home.tmux("send-keys", "-t", "=work:0.2", "C-z");
        await("stopped job", () -> Stat.of(job).orElseThrow().isStopped());
        SessionsHome.signal("STOP", Long.parseLong(pids.get(1)));

        long hangs = child(pids.get(0));
        SessionsHome.signal("STOP", hangs);
        home.awaitCured("work", "frozen");
        assertThat(ProcessId.find(hangs)).isEmpty();
        assertThat(home.pids("work").get(0)).isNotEqualTo(pids.get(0));
        assertThat(home.pids("work").subList(1, 3)).isEqualTo(pids.subList(1, 3));
        assertThat(Stat.of(job).orElseThrow().isStopped()).isTrue();
    }

    private static long child(String pid) throws Exception {
        long parent = Long.parseLong(pid);
        await("child of " + pid, () -> Stat.family(parent).size() == 2);
        return Stat.family(parent).get(1);
    }

    @Test
    void a_program_that_does_not_touch_its_heartbeat_hangs() throws Exception {
        home.keep(home.file(
                "sessions:",
                "  work:",
                "    windows:",
                "      - name: beating",
                "        panes:",
                "          - command: 'while true; do touch beat; test -e stuck && sleep 1000; sleep 0.1; done'",
                "            heartbeat: {file: beat, within: 2s}",
                "          - command: exec sleep 1000"));
        home.awaitSaved("work");
        List<String> pids = home.pids("work");
        Path stuck = Files.writeString(home.path().resolve("stuck"), "");
        await("hanging", () -> home.events().stream().anyMatch(RecoveryEvent.FailureDetected.class::isInstance));
        Files.delete(stuck);
        home.awaitCured("work", "frozen");
        assertThat(home.pids("work").get(0)).isNotEqualTo(pids.get(0));
        assertThat(home.pids("work").get(1)).isEqualTo(pids.get(1));
        assertThat(Files.getLastModifiedTime(home.path().resolve("beat")))
                .isGreaterThan(FileTime.from(Instant.now().minusSeconds(60)));
    }

    @Test
    void what_somebody_has_added_and_left_is_closed_and_what_is_described_comes_back() throws Exception {
        home.keep(described());
        home.tmux("new-window", "-d", "-t", "=other:", "-n", "added", "sh");
        home.tmux("split-window", "-d", "-t", "=other:added");
        home.awaitSaved("other", saved -> saved.panes().size() == 3);
        home.tmux("send-keys", "-t", "=other:added.1", "exit 3", "Enter");
        home.awaitSaved("other", saved -> saved.panes().size() == 2);
        home.tmux("send-keys", "-t", "=other:added.0", "exit", "Enter");
        home.awaitSaved("other", saved -> saved.panes().size() == 1);
        await("closed window", () -> home.pids("other").size() == 1);
        assertThat(home.events()).isEmpty();

        home.tmux("send-keys", "-t", "=my work:0.2", "exit", "Enter");
        home.awaitCured("my work", "crashed");
        assertThat(home.pids("my work")).hasSize(4);
    }

    @Test
    void a_pane_that_was_moved_to_another_window_is_not_missing() throws Exception {
        home.keep(described());
        home.awaitSaved("my work");
        List<String> pids = home.pids("my work");
        home.tmux("break-pane", "-d", "-n", "moved", "-s", "=my work:0.1", "-t", "=my work:5");
        home.tmux("join-pane", "-d", "-s", "=my work:1.0", "-t", "=my work:0.0");
        home.awaitSaved(
                "my work", saved -> saved.windows().get(1).title().text().equals("moved"));
        assertThat(home.pids("my work")).containsExactlyInAnyOrderElementsOf(pids);
        List<String> moved = home.picture("my work");
        home.awaitSaved("my work");
        home.tmux("kill-session", "-t", "=my work");
        home.awaitCured("my work", "crashed");
        assertThat(home.picture("my work")).isEqualTo(moved);
    }

    @Test
    void a_window_that_is_dropped_stays_away() throws Exception {
        home.keep(described());
        home.awaitSaved("my work");
        assertThat(home.run("drop", "my work", "editor").code()).isZero();
        await("end of the window", () -> home.pids("my work").size() == 1);
        assertThat(home.saved("my work").windows()).hasSize(1);
        assertThat(home.run("drop", "other", "only").err()).contains("other has only the window 'only'");
        assertThat(home.run("drop", "other", "none").err()).contains("other has no window 'none'");
        assertThat(home.events()).isEmpty();

        home.stop();
        home.keep(home.path().resolve("sessions.yaml"));
        assertThat(home.pids("my work")).hasSize(1);
    }

    @Test
    void when_nothing_helps_somebody_is_called_and_the_status_says_so_until_it_is_well() throws Exception {
        home.keep(home.file(
                "sessions:",
                "  broken:",
                "    windows:",
                "      - name: fails",
                "        panes: [{command: 'test -e mended && exec sleep 1000; exit 3'}]",
                "  fine:",
                "    windows:",
                "      - name: runs",
                "        panes: [{command: exec sleep 1000}]"));
        await("escalation", () -> home.events().stream().anyMatch(RecoveryEvent.Escalated.class::isInstance));
        await("status", () -> home.run("status").out().contains("escalated"));
        assertThat(home.run("status")).satisfies(said -> {
            assertThat(said.code()).isEqualTo(1);
            assertThat(said.out().lines())
                    .anyMatch(line -> line.matches("broken +escalated .* ended with exit code 3.*"))
                    .anyMatch(line -> line.matches("fine +healthy .*"));
        });
        Files.writeString(home.path().resolve("mended"), "");
        await("cure", () -> home.events().stream().anyMatch(RecoveryEvent.Cured.class::isInstance));
        await("status", () -> home.run("status").code() == 0);
    }

    @Test
    void a_changed_description_changes_what_it_describes_and_nothing_else() throws Exception {
        Path file = described();
        home.keep(file);
        home.tmux("new-window", "-d", "-t", "=my work:", "-n", "added", "exec sleep 1007");
        home.awaitSaved("my work", saved -> saved.windows().size() == 3);
        home.awaitSaved("my work");
        List<String> pids = home.pids("my work");
        home.stop();

        Files.writeString(file, Files.readString(file).replace("sleep 1003", "sleep 1008"));
        home.keep(file);
        await(
                "end of what is not described any more",
                () -> home.pids("my work").size() == 5 && !home.pids("my work").contains(pids.get(3)));
        assertThat(home.pids("my work")).containsAll(without(3, pids));
        assertThat(home.panes("my work", "#{pane_start_command}")).anyMatch(line -> line.contains("sleep 1008"));
        assertThat(home.events()).isEmpty();
        home.stop();

        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.indexOf("  other:")));
        List<String> other = home.pids("other");
        home.keep(file);
        assertThat(home.lines()).anyMatch(line -> line.startsWith("other: not described any more"));
        assertThat(home.pids("other")).isEqualTo(other);
    }
}
