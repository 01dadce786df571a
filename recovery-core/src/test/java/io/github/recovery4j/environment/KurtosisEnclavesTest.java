package io.github.recovery4j.environment;

import static io.github.recovery4j.process.Shell.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Enclaves, as an executable stand-in tells of them that behaves as the command line is documented to. */
@Timeout(240)
class KurtosisEnclavesTest {

    private static final String NAME = "sync-mainnet-geth-teku";

    /** An engine that does not get in the way. */
    private static final String WORKS = ":";

    private static final String REPORT = """
            Name:            sync-mainnet-geth-teku
            UUID:            a8106b7e3b16
            Status:          RUNNING
            Creation Time:   Sat, 21 Nov 2026 09:00:00 UTC
            Flags:

            ========================================= Files Artifacts =========================================
            UUID           Name
            4f4c1cd7d1b2   jwt_file
            0a1b2c3d4e5f   final-genesis-timestamp

            ========================================== User Services ==========================================
            UUID           Name                  Ports                                           Status
            29b5bd5d1d2d   cl-1-teku-geth        http: 4000/tcp -> http://127.0.0.1:33001        RUNNING
                                                 metrics: 5054/tcp -> http://127.0.0.1:33002
                                                 udp-discovery: 9000/udp -> 127.0.0.1:33003
            0ed1e5c9a4b6   el-1-geth-teku        engine-rpc: 8551/tcp -> 127.0.0.1:33005         STOPPED
                                                 rpc: 8545/tcp
            77aa1e5c9a4b   ethereum-metrics-exporter-1   <none>                                  UNKNOWN
            """;

    @TempDir
    Path directory;

    @Test
    void an_enclave_is_present_with_its_services_and_their_ports() throws Exception {
        assertThat(reported(REPORT))
                .isEqualTo(new Inspection.Present(
                        Answer.up("RUNNING"),
                        Map.of(
                                "cl-1-teku-geth",
                                new Service(
                                        Answer.up("RUNNING"),
                                        Map.of(
                                                "http", "http://127.0.0.1:33001",
                                                "metrics", "http://127.0.0.1:33002",
                                                "udp-discovery", "127.0.0.1:33003")),
                                "el-1-geth-teku",
                                new Service(Answer.down("STOPPED"), Map.of("engine-rpc", "127.0.0.1:33005")),
                                "ethereum-metrics-exporter-1",
                                Service.of(Answer.unknown("UNKNOWN")))));
    }

    @Test
    void colours_noise_on_stderr_and_long_identifiers_change_nothing() throws Exception {
        String coloured = REPORT.replace("Name: ", "\u001B[1mName\u001B[0m: ")
                .replace("Status: ", "\u001B[36mStatus:\u001B[0m ")
                .replace("RUNNING", "\u001B[32mRUNNING\u001B[0m")
                .replace("STOPPED", "\u001B[31mSTOPPED\u001B[0m")
                .replace("29b5bd5d1d2d", "29b5bd5d1d2d29b5bd5d1d2d29b5bd5d");
        String noise =
                "echo \"WARN[2026] You are running an old version; No enclave found with identifier 'other'\" >&2\n"
                        + "head -c 1000000 /dev/zero | tr '\\0' '.' >&2\n";
        assertThat(reported(noise, coloured)).isEqualTo(reported(REPORT));
    }

    @Test
    void a_service_may_have_no_port_column_at_all() throws Exception {
        String without = REPORT.replace("<none>", "      ");
        assertThat(reported(without)).isEqualTo(reported(REPORT));
    }

    @ParameterizedTest
    @CsvSource({"STOPPED,down: STOPPED", "EMPTY,down: EMPTY", "RUNNING,up: RUNNING", "PAUSED,unknown: status 'PAUSED'"})
    void only_a_running_enclave_is_up(String status, String state) throws Exception {
        Inspection seen = reported(REPORT.replaceFirst("RUNNING", status));
        assertThat(seen).isInstanceOfSatisfying(Inspection.Present.class, present -> assertThat(
                        present.state().toString())
                .isEqualTo(state));
    }

    @ParameterizedTest
    @ValueSource(strings = {"No enclave found", "No running enclave found"})
    void an_enclave_is_absent_only_in_these_words(String words) throws Exception {
        String says = "echo \"Error: %s with identifier '$3'\" >&2; exit ".formatted(words);
        assertThat(inspected(says + 1)).isInstanceOf(Inspection.Absent.class);
        assertThat(inspected(says + 2)).isInstanceOf(Inspection.Unknown.class);
        assertThat(inspected(says.replace("$3", "another") + 1)).isInstanceOf(Inspection.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo 'Error: Cannot connect to the Docker daemon' >&2; exit 1",
                "echo \"Error: found 2 enclaves with identifier '$3'\" >&2; exit 1",
                "kill -9 $$",
                "kill -TERM $$",
                "echo 'Name: sync-mainnet-geth-teku'; echo 'UUID: a8106b7e3b16'; exit 1",
                "exit 1",
                "exit 127"
            })
    void every_other_failure_is_unknown(String script) throws Exception {
        assertThat(inspected(script)).isInstanceOf(Inspection.Unknown.class);
    }

    @Test
    void a_report_that_is_not_whole_or_not_understood_is_no_answer() throws Exception {
        for (String broken : List.of(
                "",
                REPORT.replace("UUID:            a8106b7e3b16", ""),
                REPORT.replace("sync-mainnet-geth-teku", "sync-mainnet-geth-tekunot"),
                REPORT.substring(0, REPORT.indexOf("= User")),
                REPORT.substring(0, REPORT.indexOf("= User")).replaceFirst("RUNNING", "STARTING"),
                REPORT.substring(0, REPORT.indexOf("Status:")),
                REPORT.replace("STOPPED", "RESTARTING"),
                REPORT.replace("metrics: 5054/tcp ->", "what is this"))) {
            KurtosisEnclaves enclaves = reporting(WORKS, broken);
            assertThatThrownBy(() -> enclaves.inspect(NAME)).as(broken).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_command_that_starts_an_engine_for_too_long_is_cut_off_with_what_it_started() throws Exception {
        Path started = directory.resolve("started");
        String slow = "echo $$ >> %s; (trap '' TERM; sleep 1000) & wait".formatted(started);
        KurtosisEnclaves enclaves = enclaves(slow, Duration.ofSeconds(2));
        assertThatThrownBy(() -> enclaves.inspect(NAME)).hasMessageContaining("did not end within PT2S");
        Shell.assertGone(Shell.pids(started, 1));
    }

    @Test
    void a_program_that_is_not_there_is_no_answer() {
        KurtosisEnclaves enclaves =
                KurtosisEnclaves.with(Command.of(directory.resolve("none").toString()), LONG);
        assertThatThrownBy(() -> enclaves.inspect(NAME)).hasMessageContaining("could not be started");
    }

    @Test
    void an_enclave_is_removed_by_its_name_and_one_that_is_not_there_is_removed() throws Exception {
        Path called = directory.resolve("called");
        enclaves("echo \"$@\" > " + called, LONG).dispose(NAME);
        assertThat(called).hasContent("enclave rm --force " + NAME);
        enclaves("echo \"No enclave found with identifier '$4'\" >&2; exit 1", LONG)
                .dispose(NAME);
        KurtosisEnclaves failing = enclaves("echo 'engine down' >&2; exit 1", LONG);
        assertThatThrownBy(() -> failing.dispose(NAME))
                .isInstanceOf(IOException.class)
                .hasMessage("enclave '%s' could not be removed: exit code 1, engine down", NAME);
    }

    @Test
    void stopped_services_are_started_by_their_names() throws Exception {
        Path called = directory.resolve("called");
        KurtosisEnclaves enclaves = reporting("echo \"$@\" >> " + called, REPORT);
        enclaves.start(NAME, List.of("el-1-geth-teku", "cl-1-teku-geth"));
        assertThat(called)
                .hasContent("enclave inspect %1$s\nservice start %1$s el-1-geth-teku\nservice start %1$s cl-1-teku-geth"
                        .formatted(NAME));
    }

    @Test
    void an_enclave_that_was_stopped_and_a_service_that_it_does_not_have_are_beyond_repair() throws Exception {
        Path called = directory.resolve("called");
        KurtosisEnclaves enclaves = reporting("echo \"$@\" >> " + called, REPORT);
        assertThatThrownBy(() -> enclaves.start(NAME, List.of()))
                .isInstanceOf(BeyondRepairException.class)
                .hasMessageContaining("cannot be started again");
        assertThatThrownBy(() -> enclaves.start(NAME, List.of("el-1-geth-teku", "vc-1")))
                .isInstanceOf(BeyondRepairException.class)
                .hasMessageContaining("no service 'vc-1'");
        assertThat(called).hasContent("enclave inspect " + NAME);
        KurtosisEnclaves down = enclaves("echo 'engine down' >&2; exit 1", LONG);
        assertThatThrownBy(() -> down.start(NAME, List.of("el-1-geth-teku"))).isInstanceOf(IOException.class);
    }

    @Test
    void what_the_stand_in_starts_is_found_until_it_is_removed() throws Exception {
        Path program = standIn(WORKS);
        Files.writeString(program.resolveSibling("services"), """
                el-1-geth-teku rpc=127.0.0.1:8545,ws=127.0.0.1:8546 RUNNING
                a-service-with-a-name-that-is-longer-than-its-column <none> STOPPED
                """);
        KurtosisEnclaves enclaves = KurtosisEnclaves.with(Command.of(program.toString()), LONG);
        assertThat(enclaves.inspect(NAME)).isInstanceOf(Inspection.Absent.class);
        Command.of(program.toString(), "run", "--enclave", NAME, "package").execute(LONG);
        assertThat(enclaves.inspect(NAME))
                .isEqualTo(new Inspection.Present(
                        Answer.up("RUNNING"),
                        Map.of(
                                "el-1-geth-teku",
                                new Service(
                                        Answer.up("RUNNING"), Map.of("rpc", "127.0.0.1:8545", "ws", "127.0.0.1:8546")),
                                "a-service-with-a-name-that-is-longer-than-its-column",
                                Service.of(Answer.down("STOPPED")))));
        enclaves.dispose(NAME);
        assertThat(enclaves.inspect(NAME)).isInstanceOf(Inspection.Absent.class);
    }

    @Test
    void a_name_is_never_an_option() throws Exception {
        KurtosisEnclaves enclaves = enclaves("exit 0", LONG);
        for (String name : List.of("--all", "", " ")) {
            assertThatThrownBy(() -> enclaves.dispose(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> enclaves.inspect(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void services_are_named_with_as_many_digits_as_there_are_in_the_number_of_participants() {
        assertThat(KurtosisEnclaves.executionService(1, 1, "geth", "teku")).isEqualTo("el-1-geth-teku");
        assertThat(KurtosisEnclaves.consensusService(7, 12, "geth", "teku")).isEqualTo("cl-07-teku-geth");
        assertThatThrownBy(() -> KurtosisEnclaves.consensusService(2, 1, "geth", "teku"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_service_that_runs_can_be_asked_where_the_enclave_says_it_is() throws Exception {
        Environment asked = reporting(WORKS, REPORT)
                .probing(
                        "cl-1-teku-geth",
                        service -> Probe.of(
                                "cl",
                                LONG,
                                () -> Answer.down(service.endpoints().get("http"))))
                .probing("el-1-geth-teku", service -> Probe.of("el", LONG, () -> Answer.up("stopped, and asked")))
                .probing("not listed", service -> Probe.of("none", LONG, () -> Answer.up("")));
        Map<String, Service> services = ((Inspection.Present) asked.inspect(NAME)).services();
        assertThat(services.get("cl-1-teku-geth").state()).isEqualTo(Answer.down("http://127.0.0.1:33001"));
        assertThat(services.get("el-1-geth-teku").state()).isEqualTo(Answer.down("STOPPED"));
        assertThat(services).doesNotContainKey("not listed");
    }

    @Test
    void a_service_for_which_no_probe_can_be_made_is_unknown_and_hides_no_other() throws Exception {
        Environment asked = reporting(WORKS, REPORT).probing("cl-1-teku-geth", service -> {
            throw new IllegalArgumentException("no endpoint 'rest'");
        });
        Map<String, Service> services = ((Inspection.Present) asked.inspect(NAME)).services();
        assertThat(services.get("cl-1-teku-geth").state().toString())
                .startsWith("unknown: it cannot be asked")
                .contains("no endpoint 'rest'");
        assertThat(services.get("el-1-geth-teku").state()).isEqualTo(Answer.down("STOPPED"));
    }

    private Inspection inspected(String script) throws Exception {
        return enclaves(script, LONG).inspect(NAME);
    }

    private Inspection reported(String report) throws Exception {
        return reported(WORKS, report);
    }

    private Inspection reported(String engine, String report) throws Exception {
        return reporting(engine, report).inspect(NAME);
    }

    private KurtosisEnclaves reporting(String engine, String report) throws IOException {
        Path program = standIn(engine);
        Path enclaves = Files.createDirectory(program.resolveSibling("enclaves"));
        Files.writeString(enclaves.resolve(NAME), report);
        return KurtosisEnclaves.with(Command.of(program.toString()), LONG);
    }

    private KurtosisEnclaves enclaves(String engine, Duration timeout) throws IOException {
        return KurtosisEnclaves.with(Command.of(standIn(engine).toString()), timeout);
    }

    /**
     * The engine may behave as it likes before anything else is done. A link, and no copy: a program that was just written is
     * busy while another thread happens to start a process, which has the file open for a moment.
     */
    private Path standIn(String engine) throws IOException {
        Path program = Files.createTempDirectory(directory, "path").resolve("kurtosis");
        Files.createSymbolicLink(program, Path.of("src/test/kurtosis/kurtosis").toRealPath());
        Files.writeString(program.resolveSibling("engine"), engine + "\n");
        return program;
    }
}
