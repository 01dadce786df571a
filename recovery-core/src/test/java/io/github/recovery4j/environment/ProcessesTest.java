package io.github.recovery4j.environment;

import static io.github.recovery4j.process.Shell.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Environments of real processes. Every look is that of a process that did not start them. */
@Timeout(240)
class ProcessesTest {

    private static final Command SLEEPING = Command.of("sleep", "1000");

    @TempDir
    Path temporary;

    private Path directory = Path.of("");

    @BeforeEach
    void below_a_directory_that_does_not_exist() {
        directory = temporary.resolve("environments");
    }

    @AfterEach
    void dispose() throws Exception {
        Processes.in(directory).dispose("sync");
    }

    @Test
    void what_was_never_started_is_absent() throws Exception {
        assertThat(Processes.in(directory).inspect("sync")).isInstanceOf(Inspection.Absent.class);
    }

    @Test
    void services_are_found_with_their_endpoints_and_are_up_until_they_end() throws Exception {
        ProcessId el = start("el", SLEEPING, Map.of("rpc", "127.0.0.1:8545"));
        ProcessId cl = start("cl", SLEEPING, Map.of());
        assertThat(Processes.in(directory).inspect("sync"))
                .isEqualTo(new Inspection.Present(Map.of(
                        "el",
                        new Service(Answer.up("process " + el.pid()), Map.of("rpc", "127.0.0.1:8545")),
                        "cl",
                        Service.of(Answer.up("process " + cl.pid())))));
        el.stop(Duration.ofSeconds(10));
        assertThat(state("el")).isEqualTo(Answer.down("process %d has ended".formatted(el.pid())));
        assertThat(state("cl")).isInstanceOf(Answer.Up.class);
        ProcessId again = start("el", SLEEPING, Map.of());
        assertThat(state("el")).isEqualTo(Answer.up("process " + again.pid()));
    }

    @Test
    void a_service_that_is_alive_is_not_started_twice() throws Exception {
        start("el", SLEEPING, Map.of());
        assertThatThrownBy(() -> start("el", SLEEPING, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("running already");
    }

    @Test
    void a_process_with_the_number_of_one_that_ended_is_another_one() throws Exception {
        start("el", SLEEPING, Map.of());
        Path record = directory.resolve("sync/el.json");
        String text = Files.readString(record);
        long self = ProcessHandle.current().pid();
        Files.writeString(
                record,
                text.replaceFirst("\"pid\":\\d+", "\"pid\":" + self)
                        .replaceFirst("\"startedAt\":\"[^\"]+", "\"startedAt\":\"2001-01-01T00:00:00Z"));
        assertThat(state("el")).isInstanceOf(Answer.Down.class);
    }

    @Test
    void everything_is_disposed_of_stubborn_orphaned_and_unrecorded_processes_too() throws Exception {
        Path started = temporary.resolve("started");
        start(
                "el",
                script(
                        "trap '' TERM; (sleep 1000 & echo $! >> \"$1\"); echo $$ >> \"$1\"; exec sleep 1000",
                        started.toString()),
                Map.of());
        List<Long> pids = Shell.pids(started, 2);
        Files.delete(directory.resolve("sync/el.json"));
        new Processes(directory, Duration.ofMillis(100)).dispose("sync");
        Shell.assertGone(pids);
        assertThat(directory).isEmptyDirectory();
        assertThat(Processes.in(directory).inspect("sync")).isInstanceOf(Inspection.Absent.class);
        Processes.in(directory).dispose("sync");
    }

    @Test
    void what_a_service_writes_is_kept() throws Exception {
        start("el", script("echo hello; echo error >&2; echo $$; exec sleep 1000"), Map.of());
        Path log = directory.resolve("sync/el.log");
        assertThat(Shell.await(() -> text(log).filter(text -> text.lines().count() == 3)))
                .startsWith("hello\nerror\n");
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_record_that_cannot_be_read_is_no_answer() throws Exception {
        start("el", SLEEPING, Map.of());
        Path record = directory.resolve("sync/el.json");
        String text = Files.readString(record);
        for (String broken : List.of("", "{}", "{\"pid\":\"x\"}", text.substring(0, 20), "[]")) {
            Files.writeString(record, broken);
            assertThatThrownBy(() -> Processes.in(directory).inspect("sync"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("el.json is not the record of a service");
        }
        Files.writeString(record, text);
    }

    @Test
    void names_stay_in_the_directory() {
        Processes processes = Processes.in(directory);
        for (String name : List.of("", "..", "../x", "a/b", "-x", "a b")) {
            assertThatThrownBy(() -> processes.dispose(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> processes.start("sync", name, SLEEPING, Map.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(directory).doesNotExist();
    }

    private ProcessId start(String service, Command command, Map<String, String> endpoints) throws IOException {
        return Processes.in(directory).start("sync", service, command, endpoints);
    }

    private Answer state(String service) {
        try {
            return ((Inspection.Present) Processes.in(directory).inspect("sync"))
                    .services()
                    .get(service)
                    .state();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
