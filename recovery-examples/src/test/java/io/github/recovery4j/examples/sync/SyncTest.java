package io.github.recovery4j.examples.sync;

import static io.github.recovery4j.examples.sync.SyncHome.LONG;
import static io.github.recovery4j.examples.sync.SyncHome.said;
import static io.github.recovery4j.examples.sync.SyncHome.terminated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.recovery4j.environment.Inspection;
import io.github.recovery4j.environment.Service;
import io.github.recovery4j.examples.FileChanges;
import io.github.recovery4j.examples.Signals;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.testkit.KillableProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as a user has it, with nodes that are processes of this machine. */
@DisabledOnOs(OS.WINDOWS) // signals are those of Unix
@Execution(ExecutionMode.CONCURRENT)
@Timeout(400)
class SyncTest {

    private static final String EL = "el-1-geth-teku";
    private static final String CL = "cl-1-teku-geth";
    private static final String EXPORTER = "ethereum-metrics-exporter-1-teku-geth";

    @TempDir
    Path directory;

    @RegisterExtension
    final SyncHome home = new SyncHome(() -> directory);

    @Test
    void nodes_are_followed_until_they_are_in_sync_and_reported_on() throws Exception {
        KillableProcess process = home.run(
                "--network=holesky-shadow",
                "--environment=processes",
                "--el-image=geth:1.14",
                "--cl-image=teku:25",
                "--el-extra-args=--cache 4096  --verbosity=3",
                "--el-extra-args=--nat none",
                "--cl-extra-args=--log DEBUG",
                "--report-dir=reports",
                "--check-interval=50ms",
                "--run-timeout=1h",
                "--enable-recovery",
                "--patience=1s",
                "--label=team=sync",
                "--label=build=17",
                "--node-sync-time=1s");
        assertThat(process.exitCode()).as(process.toString()).hasValue(0);
        assertThat(said(process))
                .startsWith("Start sync fresh: no earlier run has this configuration")
                .contains("holesky-shadow, geth and teku are in sync after ", " active, in 1 attempt");
        JsonNode main = json(home.reports(".main.json"));
        assertThat(home.reports(".main.json").get(0).getFileName())
                .hasToString(main.path("runId").asString() + "-holesky-shadow_geth_teku.main.json");
        assertThat(main.path("status").asString()).isEqualTo("success");
        assertThat(main.path("labels").toString()).isEqualTo("{\"build\":\"17\",\"team\":\"sync\"}");
        assertThat(main.path("executionClient").toString())
                .isEqualTo(
                        "{\"client\":\"geth\",\"image\":\"geth:1.14\",\"arguments\":[\"--cache\",\"4096\",\"--verbosity=3\",\"--nat\",\"none\"]}");
        assertThat(main.path("consensusClient").toString())
                .isEqualTo("{\"client\":\"teku\",\"image\":\"teku:25\",\"arguments\":[\"--log\",\"DEBUG\"]}");
        assertThat(main.path("last").path("block").asLong())
                .isEqualTo(main.path("last").path("highestBlock").asLong());
        JsonNode entries = json(home.reports(".progress.json")).path("entries");
        assertThat(entries.size()).isEqualTo(main.path("entries").asInt()).isPositive();
        assertThat(home.temporaryReports()).isEmpty();
        assertThat(home.environments()).as("environments that are left").isEmpty();
    }

    @Test
    void one_run_survives_sigterm_sigkill_the_loss_of_an_optional_service_and_a_timeout() throws Exception {
        SavedRun stopped = home.stoppedWith(2);
        assertThat(stopped.progress().status()).isEqualTo(Status.CANCELLED);

        SavedRun killed = home.killedWith(stopped.entries().size() + 2);
        assertThat(killed.progress().status()).isEqualTo(Status.RUNNING);
        goesOn(stopped, killed);

        signal("KILL", EXPORTER);
        KillableProcess late = home.run("--run-timeout=2s");
        assertThat(late.exitCode()).as(late.toString()).hasValue(124);
        assertThat(said(late))
                .startsWith("Resume sync from run " + stopped.run())
                .contains(EXPORTER + " warned: process ");
        SavedRun timedOut = home.saved();
        assertThat(timedOut.progress().status()).isEqualTo(Status.TIMEOUT);
        goesOn(killed, timedOut);

        finish(EL, "rpc");
        finish(CL, "http");
        KillableProcess last = home.run();
        assertThat(last.exitCode()).as(last.toString()).hasValue(0);
        JsonNode main = json(home.reports(".main.json"));
        assertThat(main.path("runId").asString()).isEqualTo(stopped.run());
        assertThat(main.path("startedAt").asString())
                .isEqualTo(stopped.progress().times().startedAt().toString());
        assertThat(main.path("attempts").asInt()).isEqualTo(4);
        assertThat(main.path("activeSeconds").asDouble())
                .isPositive()
                .isLessThan(main.path("totalSeconds").asDouble());
        String before = JsonMapper.shared().writeValueAsString(timedOut.entries());
        assertThat(json(home.reports(".progress.json")).path("entries").toString())
                .startsWith(before.substring(0, before.length() - 1));
        assertThat(home.temporaryReports()).isEmpty();
    }

    /** The same run, with everything that was seen before. */
    private static void goesOn(SavedRun before, SavedRun after) {
        assertThat(after.run()).isEqualTo(before.run());
        assertThat(after.config()).isEqualTo(before.config());
        assertThat(after.entries()).startsWith(before.entries().toArray(new SyncProgress.Entry[0]));
        assertThat(after.progress().times().startedAt())
                .isEqualTo(before.progress().times().startedAt());
        assertThat(after.progress().times().attempts())
                .isEqualTo(before.progress().times().attempts() + 1);
        assertThat(after.progress().times().active())
                .isGreaterThan(before.progress().times().active())
                .isLessThan(after.progress().times().total());
    }

    @Test
    void a_node_that_ends_ends_the_sync_and_the_next_start_begins_anew_in_a_clean_environment() throws Exception {
        KillableProcess process = home.start();
        home.awaitEntries(1);
        signal("KILL", EL);
        assertThat(process.awaitExit(LONG)).as(process.toString()).isEqualTo(125);
        assertThat(said(process)).contains("sync: %s is gone: process ".formatted(EL), "The next start begins anew.");
        SavedRun crashed = home.saved();
        assertThat(crashed.progress().status()).isEqualTo(Status.ERROR);
        assertThat(crashed.progress().problem()).startsWith(EL + " is gone");
        long other = pid(CL);

        KillableProcess next = home.start();
        next.awaitLine(line -> line.startsWith("block "), LONG);
        terminated(next);
        assertThat(said(next))
                .startsWith("Start sync fresh: what run %s depends on is gone".formatted(crashed.run()))
                .contains("first: dispose of environment " + crashed.config().environment())
                .containsPattern(EL + " failed: process \\d+ has ended");
        assertThat(ProcessId.find(other)).isEmpty();
        SavedRun fresh = home.saved();
        assertThat(fresh.run()).isNotEqualTo(crashed.run());
        assertThat(fresh.config().environment()).isNotEqualTo(crashed.config().environment());
        assertThat(fresh.entries())
                .allMatch(entry -> entry.attempt() == 1)
                .doesNotContainAnyElementsOf(crashed.entries());
        assertThat(home.temporaryReports()).hasSize(1);
        assertThat(home.environments()).hasSize(1);
    }

    @Test
    void a_node_that_hangs_is_no_reason_to_begin_anew() throws Exception {
        SavedRun killed = home.killedWith(2);
        byte[] report = Files.readAllBytes(home.temporaryReports().get(0));
        signal("STOP", EL);
        KillableProcess refused = home.run();
        assertThat(refused.exitCode()).as(refused.toString()).hasValue(1);
        assertThat(said(refused))
                .startsWith("Refuse to start sync: it could not be told")
                .contains(EL + " unknown: ", "gave no answer", "sync: nothing was started, nothing was changed");
        assertThat(Files.readAllBytes(home.temporaryReports().get(0))).isEqualTo(report);

        signal("CONT", EL);
        goesOn(killed, home.stoppedWith(killed.entries().size() + 1));
    }

    @Test
    void a_stop_is_noticed_whatever_the_interval_and_one_run_has_one_process() throws Exception {
        assumeThat(Signals.interruptIsIgnored()).isFalse();
        KillableProcess process = home.start("--check-interval=1h");
        process.awaitLine(line -> line.startsWith("block "), LONG);
        KillableProcess second = home.run("--check-interval=1h");
        assertThat(second.exitCode()).hasValue(1);
        assertThat(said(second)).contains("is being worked on by process " + process.pid());

        process.interruptSignal();
        assertThat(process.awaitExit(LONG)).as(process.toString()).isEqualTo(130);
        assertThat(said(process))
                .contains("sync: stopped\nThe nodes keep running; the same command goes on from there.");
        SavedRun saved = home.saved();
        assertThat(saved.entries()).hasSize(1);
        assertThat(saved.progress().status()).isEqualTo(Status.CANCELLED);
    }

    /** Ctrl-C reaches every program in the foreground of a terminal, and the nodes are to survive it. */
    @Test
    void ctrl_c_on_a_terminal_ends_the_bar_and_spares_the_nodes() throws Exception {
        assumeThat(Signals.interruptIsIgnored()).isFalse();
        assumeThat(Path.of("/usr/bin/script")).isExecutable();
        Path typed = home.path().resolve("typed");
        Process terminal = new ProcessBuilder(
                        "script", "-qefc", String.join(" ", home.command().command()), typed.toString())
                .directory(home.path().toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        FileChanges.await(
                home.path(), "bar", () -> Files.exists(typed) && text(typed).contains("slot "));
        home.awaitEntries(1);
        terminal.getOutputStream().write(3);
        terminal.getOutputStream().flush();
        assertThat(terminal.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(terminal.exitValue()).as(text(typed)).isEqualTo(130);
        assertThat(text(typed)).contains("sync   0% ", "sync: stopped");
        assertThat(home.saved().progress().status()).isEqualTo(Status.CANCELLED);
        assertThat(services().values()).extracting(Service::state).hasSize(3).allMatch(Answer.Up.class::isInstance);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--el-client=geth --el-image=x | Missing required option: '--cl-client=NAME'",
                "--el-client=gth --cl-client=teku | '--el-client': expected one of [BESU, ",
                "--el-client=geth --cl-client=teku --check-interval=soon | 'soon' is not a duration such as 500ms",
                "--el-client=geth --cl-client=teku --check-interval=0s | must be longer than nothing",
                "--el-client=geth --cl-client=teku --network=main_net | cannot be the name of an environment",
                "--el-client=geth --cl-client=teku --label=nothing | should be in KEY=VALUE format",
                "--el-client=geth --cl-client=teku --report-dir=/dev/null/x | /dev/null/x cannot be created"
            })
    void a_wrong_command_line_is_refused_before_anything_is_changed(String arguments, String because) {
        Path reports = home.path().resolve("none");
        StringWriter said = new StringWriter();
        String[] all = ("--report-dir=" + reports + " " + arguments).split(" ");
        assertThat(Sync.command()
                        .setOverwrittenOptionsAllowed(true)
                        .setErr(new PrintWriter(said))
                        .execute(all))
                .isEqualTo(2);
        assertThat(said.toString()).startsWith("sync: ").contains(because, "Try: sync --help");
        assertThat(reports).doesNotExist();
    }

    private Map<String, Service> services() throws Exception {
        String environment = home.saved().config().environment();
        return ((Inspection.Present) home.nodes().inspect(environment)).services();
    }

    private long pid(String service) throws Exception {
        String process = services().get(service).state().reason();
        return Long.parseLong(process.replaceFirst("process (\\d+).*", "$1"));
    }

    private void signal(String name, String service) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid(service))).start();
        assertThat(kill.waitFor()).isZero();
    }

    private void finish(String service, String endpoint) throws Exception {
        SyncHome.finish(URI.create(services().get(service).endpoints().get(endpoint)));
    }

    private static JsonNode json(List<Path> one) throws Exception {
        assertThat(one).hasSize(1);
        return JsonMapper.shared().readTree(Files.readString(one.get(0)));
    }
}
