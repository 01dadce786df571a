package io.github.recovery4j.environment;

import static io.github.recovery4j.process.Shell.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.process.ProcessMark;
import io.github.recovery4j.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
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
        assertThat(directory.resolve("sync")).doesNotExist();
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
                    .hasMessageContaining("el.json is not what was recorded");
        }
        Files.writeString(record, text);
    }

    @Test
    void a_mark_that_cannot_be_read_is_no_answer_and_nothing_is_started_or_disposed_of() throws Exception {
        ProcessId el = start("el", SLEEPING, Map.of());
        Path mark = directory.resolve("sync/mark");
        String text = Files.readString(mark);
        for (String broken : List.of("", "{}", "RECOVERY4J_x", text.replace("RECOVERY4J_", "X"))) {
            Files.writeString(mark, broken);
            assertThatThrownBy(() -> Processes.in(directory).inspect("sync"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("mark is not what was recorded");
            assertThatThrownBy(() -> Processes.in(directory).dispose("sync")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> start("cl", SLEEPING, Map.of())).isInstanceOf(IOException.class);
        }
        Files.delete(mark);
        assertThatThrownBy(() -> Processes.in(directory).inspect("sync")).hasMessageContaining("no mark");
        assertThat(el.isAlive()).isTrue();
        Files.writeString(mark, text);
    }

    @Test
    void on_another_machine_nothing_is_known_of_it_and_nothing_changed() throws Exception {
        ProcessId el = start("el", SLEEPING, Map.of());
        Processes elsewhere = Processes.in(directory).on(new Machine("other", "boot"));
        String message = "was started on machine %s; this is other"
                .formatted(Machine.current().host());
        assertThatThrownBy(() -> elsewhere.inspect("sync"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> elsewhere.dispose("sync")).hasMessageContaining(message);
        assertThatThrownBy(() -> elsewhere.start("sync", "el", SLEEPING, Map.of()))
                .hasMessageContaining(message);
        assertThat(el.isAlive()).isTrue();
        assertThat(state("el")).isInstanceOf(Answer.Up.class);
    }

    @Test
    void after_a_restart_of_the_machine_its_services_are_down_whoever_has_their_numbers() throws Exception {
        ProcessId other = start("el", SLEEPING, Map.of());
        Processes later =
                Processes.in(directory).on(new Machine(Machine.current().host(), "a later boot"));
        assertThat(((Inspection.Present) later.inspect("sync"))
                        .services()
                        .get("el")
                        .state())
                .isInstanceOf(Answer.Down.class);
        ProcessId again = later.start("sync", "el", SLEEPING, Map.of());
        assertThat(((Inspection.Present) later.inspect("sync"))
                        .services()
                        .get("el")
                        .state())
                .isEqualTo(Answer.up("process " + again.pid()));
        Files.delete(directory.resolve("sync/mark")); // or else both would be found by it
        Files.writeString(
                directory.resolve("sync/mark"),
                "{\"mark\":\"%s\",\"host\":\"%s\"}"
                        .formatted(
                                ProcessMark.create().text(), Machine.current().host()));
        Processes.in(directory).dispose("sync");
        assertThat(again.isAlive())
                .as("its number was recorded at another boot")
                .isTrue();
        assertThat(other.isAlive()).isTrue();
        again.stop(Duration.ZERO);
        other.stop(Duration.ZERO);
    }

    @Test
    void services_that_are_started_at_the_same_time_have_one_mark_and_each_is_started_once() throws Exception {
        int threads = 8;
        CyclicBarrier together = new CyclicBarrier(threads);
        Set<ProcessId> started = ConcurrentHashMap.newKeySet();
        List<FutureTask<Integer>> starts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            String service = "s" + i / 2;
            FutureTask<Integer> start = new FutureTask<>(() -> {
                together.await();
                started.add(start(service, SLEEPING, Map.of()));
                return 0;
            });
            new Thread(start).start();
            starts.add(start);
        }
        for (FutureTask<Integer> start : starts) {
            try {
                start.get();
            } catch (ExecutionException e) {
                assertThat(e).hasMessageContaining("running already");
            }
        }
        assertThat(started).hasSize(threads / 2);
        try (Stream<Path> records = Files.list(directory.resolve("sync"))) {
            records.filter(file -> file.toString().endsWith(".json")).forEach(ProcessesTest::delete);
        }
        Processes.in(directory).dispose("sync");
        assertThat(started).as("by the mark alone").noneMatch(ProcessesTest::alive);
    }

    private static boolean alive(ProcessId process) {
        try {
            return process.isAlive();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void what_a_start_left_that_was_killed_before_it_began_is_absent() throws Exception {
        Files.createDirectories(directory.resolve("sync"));
        Files.writeString(directory.resolve("sync/mark.new"), "{");
        assertThat(Processes.in(directory).inspect("sync")).isInstanceOf(Inspection.Absent.class);
        start("el", SLEEPING, Map.of());
        assertThat(state("el")).isInstanceOf(Answer.Up.class);
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
