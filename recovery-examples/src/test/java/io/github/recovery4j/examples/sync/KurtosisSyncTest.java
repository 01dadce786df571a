package io.github.recovery4j.examples.sync;

import static io.github.recovery4j.examples.sync.SyncHome.LONG;
import static io.github.recovery4j.examples.sync.SyncHome.said;
import static io.github.recovery4j.examples.sync.SyncHome.terminated;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.examples.FileChanges;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.testkit.KillableProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The command with nodes in an enclave, as an executable in the place of Kurtosis tells of it. */
@DisabledOnOs(OS.WINDOWS) // signals are those of Unix
@Execution(ExecutionMode.CONCURRENT)
@Timeout(400)
class KurtosisSyncTest {

    private static final String KURTOSIS = "--environment=kurtosis";
    private static final String WORKS = ":";

    @TempDir
    Path directory;

    @RegisterExtension
    final SyncHome home = new SyncHome(() -> directory);

    private KurtosisStandIn kurtosis;

    @BeforeEach
    void install() throws IOException {
        kurtosis = KurtosisStandIn.in(home.programs());
        kurtosis.has("geth", "teku");
    }

    @AfterEach
    void stopNodes() {
        kurtosis.close();
    }

    @Test
    void what_cannot_be_told_never_costs_a_run() throws Exception {
        SavedRun killed = home.killedWith(2, KURTOSIS);
        byte[] report = report();

        refuses("echo 'Error: Cannot connect to the Docker daemon' >&2; exit 1", "exit code 1, Error: Cannot connect");
        refuses("kill -9 $$", "killed by signal 9");

        kurtosis.engine("echo $$ > \"$here/hangs\"; exec sleep 600");
        KillableProcess starting = home.start(KURTOSIS);
        home.awaitFile(kurtosis.file("hangs"));
        terminated(starting);
        assertThat(said(starting)).contains("sync: stopped", "It had not begun, and nothing was changed.");
        assertThat(hanging()).isEmpty();

        assertThat(report()).isEqualTo(report);
        assertThat(kurtosis.enclave(killed)).exists();
        kurtosis.engine(WORKS);
        SavedRun last = home.stoppedWith(killed.entries().size() + 1, KURTOSIS);
        assertThat(last.run()).isEqualTo(killed.run());
        assertThat(last.config()).isEqualTo(killed.config());
        assertThat(last.entries()).startsWith(killed.entries().toArray(new SyncProgress.Entry[0]));
        assertThat(last.progress().times().startedAt())
                .isEqualTo(killed.progress().times().startedAt());
        assertThat(last.progress().times().attempts()).isEqualTo(2);
        assertThat(kurtosis.calls()).noneMatch(call -> call.startsWith("enclave rm"));
    }

    private void refuses(String engine, String because) throws Exception {
        kurtosis.engine(engine);
        KillableProcess process = home.run(KURTOSIS);
        assertThat(process.exitCode()).as(process.toString()).hasValue(1);
        assertThat(said(process))
                .startsWith("Refuse to start sync: it could not be told")
                .contains("its checkpoint is kept", because, "sync: nothing was started, nothing was changed");
    }

    private byte[] report() throws IOException {
        List<Path> reports = home.temporaryReports();
        assertThat(reports).hasSize(1);
        return Files.readAllBytes(reports.get(0));
    }

    private Optional<ProcessId> hanging() throws IOException {
        return ProcessId.find(
                Long.parseLong(Files.readString(kurtosis.file("hangs")).strip()));
    }

    @Test
    void an_enclave_that_vanished_or_was_stopped_is_begun_anew_and_the_plan_says_why() throws Exception {
        SavedRun first = home.killedWith(2, KURTOSIS);
        Files.delete(kurtosis.enclave(first));
        SavedRun second = beginsAnew(first, "absent, Kurtosis knows no running enclave of that name");

        Path enclave = kurtosis.enclave(second);
        Files.writeString(enclave, Files.readString(enclave).replaceFirst("RUNNING", "STOPPED"));
        beginsAnew(second, "failed: STOPPED");
        assertThat(kurtosis.calls())
                .contains("enclave rm --force " + second.config().environment());
        assertThat(kurtosis.enclaves()).containsExactly(home.saved().config().environment());
    }

    private SavedRun beginsAnew(SavedRun old, String because) throws Exception {
        KillableProcess process = home.start(KURTOSIS);
        FileChanges.await(home.path(), "another run", () -> home.temporaryReports().stream()
                .allMatch(report -> !report.toString().contains(old.run())));
        home.awaitEntries(1);
        terminated(process);
        assertThat(said(process))
                .startsWith("Start sync fresh: what run %s depends on is gone".formatted(old.run()))
                .contains(because);
        SavedRun fresh = home.saved();
        assertThat(fresh.run()).isNotEqualTo(old.run());
        assertThat(fresh.entries()).doesNotContainAnyElementsOf(old.entries());
        assertThat(fresh.progress().times().startedAt())
                .isAfter(old.progress().times().startedAt());
        return fresh;
    }

    @Test
    void another_image_or_client_begins_anew_and_leaves_the_first_run_to_its_own_command() throws Exception {
        String image = "--el-image=geth:1";
        SavedRun first = home.killedWith(2, KURTOSIS, image);
        String other = passesOver("elImage: saved 'geth:1', wanted 'geth:2'", "--el-image=geth:2");
        kurtosis.has("besu", "teku");
        String third = passesOver("el: saved 'geth', wanted 'besu' (exact)", "--el-client=besu", "--el-image=geth:1");
        assertThat(kurtosis.enclaves()).containsExactlyInAnyOrder(first.config().environment(), other, third);

        KillableProcess again = home.start(KURTOSIS, image);
        again.awaitLine(line -> line.startsWith("block "), LONG);
        terminated(again);
        assertThat(said(again)).startsWith("Resume sync from run " + first.run());
    }

    /** The environment that it began in. */
    private String passesOver(String why, String... options) throws Exception {
        KillableProcess process = home.start(
                Stream.concat(Stream.of(KURTOSIS), Arrays.stream(options)).toArray(String[]::new));
        process.awaitLine(line -> line.startsWith("block "), LONG);
        terminated(process);
        assertThat(said(process))
                .startsWith("Start sync fresh: no earlier run has this configuration")
                .contains("was passed over, its configuration differs in", why);
        return process.output().stream()
                .filter(line -> line.startsWith("starting environment "))
                .map(line -> line.substring("starting environment ".length()))
                .findFirst()
                .orElseThrow();
    }

    /** Killed while the enclave is being removed: the final reports are written, the temporary one is still there. */
    @Test
    void killed_between_its_last_reports_and_its_end_it_only_has_to_end() throws Exception {
        kurtosis.finish();
        Files.createFile(kurtosis.file("hold"));
        kurtosis.engine("""
                case "$1 $2" in
                'enclave rm')
                    touch "$here/removing"
                    while [ -e "$here/hold" ]; do sleep 0.1; done
                    touch "$here/removed"
                    ;;
                esac""");
        KillableProcess process = home.start(KURTOSIS);
        home.awaitFile(kurtosis.file("removing"));
        process.kill();
        process.awaitExit(LONG);
        assertThat(home.saved().progress().status()).isEqualTo(Status.SUCCESS);
        assertThat(home.reports(".progress.json")).hasSize(1);
        String main = Files.readString(home.reports(".main.json").get(0));
        Files.delete(kurtosis.file("hold"));
        home.awaitFile(kurtosis.file("removed"));
        int calls = kurtosis.calls().size();

        KillableProcess next = home.run(KURTOSIS);
        assertThat(next.exitCode()).as(next.toString()).hasValue(0);
        assertThat(said(next)).startsWith("Resume sync").contains("the nodes were in sync already passed");
        assertThat(home.reports(".main.json").get(0)).hasContent(main);
        assertThat(home.temporaryReports()).isEmpty();
        assertThat(kurtosis.calls().subList(calls, kurtosis.calls().size()))
                .allMatch(call -> call.startsWith("enclave rm --force "));
    }

    @Test
    void stopped_while_the_enclave_is_being_made_it_makes_another_one() throws Exception {
        kurtosis.engine("if [ \"$1\" = run ]; then echo $$ > \"$here/hangs\"; exec sleep 600; fi");
        KillableProcess process = home.start(KURTOSIS, "--label=a=b");
        home.awaitFile(kurtosis.file("hangs"));
        terminated(process);
        assertThat(hanging()).isEmpty();
        SavedRun stopped = home.saved();
        assertThat(stopped.progress().status()).isEqualTo(Status.CANCELLED);

        kurtosis.engine("[ \"$1\" != run ] || { echo 'Error: no such image' >&2; exit 1; }");
        KillableProcess failing = home.run(KURTOSIS);
        assertThat(failing.exitCode()).as(failing.toString()).hasValue(1);
        assertThat(said(failing))
                .startsWith("Start sync fresh: what run %s depends on is gone".formatted(stopped.run()))
                .contains("could not be started: exit code 1, Error: no such image");
        assertThat(home.saved().progress().status()).isEqualTo(Status.ERROR);
        assertThat(home.saved().progress().problem()).contains("no such image");
        assertThat(home.saved().run()).isNotEqualTo(stopped.run());
    }

    @Test
    void without_recovery_nothing_is_left_of_a_sync_that_is_stopped() throws Exception {
        assertThat(leavesNothing("--enable-recovery=false")).startsWith("Start sync fresh");
    }

    @Test
    void where_runs_cannot_be_kept_it_says_so_and_goes_on_without() throws Exception {
        Files.createDirectories(home.path().resolve("reports/storage.lock"));
        assertThat(leavesNothing("--enable-recovery=true")).startsWith("[WARN] Jobs are run without recovery");
    }

    private String leavesNothing(String option) throws Exception {
        KillableProcess process = home.start(KURTOSIS, option);
        process.awaitLine(line -> line.startsWith("block "), LONG);
        assertThat(kurtosis.enclaves()).hasSize(1);
        terminated(process);
        assertThat(said(process)).contains("sync: stopped\nRecovery is off: the nodes were removed.");
        assertThat(kurtosis.enclaves()).isEmpty();
        assertThat(home.temporaryReports()).isEmpty();
        return said(process);
    }
}
