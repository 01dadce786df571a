package io.github.recovery4j.examples.services;

import static io.github.recovery4j.examples.services.ServicesHome.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.testkit.KillableProcess;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The host, its commands and its services are killed at all sorts of moments; the next host makes it good. */
@EnabledOnOs(OS.LINUX)
class KilledHostTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final ServicesHome home = new ServicesHome(() -> directory);

    @Test
    void what_has_survived_is_adopted_and_what_has_died_is_started_again() throws Exception {
        KillableProcess first = home.host();
        KillableProcess command =
                home.start("deploy", "--name", "web", "--", "sh", "-c", home.counting("web") + "; exec sleep 120");
        assertThat(command.awaitExit(PATIENCE)).as("%s", command).isZero();
        ServicesHome.await("start of web", () -> home.starts("web") > 0);
        ProcessHandle web = home.only("web");
        ProcessHandle worker = home.deploy("worker");
        ServicesHome.kill(first);
        ServicesHome.kill(worker);

        KillableProcess second = home.host();

        assertThat(second.output())
                .anyMatch(line -> line.contains("the host before it, process %d, was killed".formatted(first.pid())))
                .contains("web: adopted, process %d has survived".formatted(web.pid()))
                .contains("worker: started again as process %d; process %d has ended"
                        .formatted(home.only("worker").pid(), worker.pid()));
        assertThat(home.only("web")).isEqualTo(web);
        assertThat(home.starts("web")).isEqualTo(1);
        assertThat(home.succeeds("verify").out()).contains("All is as it should be.");
        assertThat(home.succeeds("history", "web").out()).contains("recovered");
    }

    @Test
    void killed_again_and_again_it_starts_nothing_twice() throws Exception {
        ProcessHandle web = home.deploy("web");
        ServicesHome.kill(home.host());
        ServicesHome.kill(home.host());
        home.host();
        assertThat(home.only("web")).isEqualTo(web);
        assertThat(home.starts("web")).isEqualTo(1);
    }

    @Test
    void what_is_retired_while_no_host_runs_is_not_restored() throws Exception {
        KillableProcess first = home.host();
        ProcessHandle web = home.deploy("web");
        ProcessHandle worker = home.deploy("worker");
        ServicesHome.kill(first);

        assertThat(home.succeeds("retire", "web", "--reason", "not needed").out())
                .contains("web: retired; process %d has ended".formatted(web.pid()));
        ServicesHome.awaitEnd(web);

        KillableProcess second = home.host();
        assertThat(second.output()).noneMatch(line -> line.startsWith("web: "));
        assertThat(home.alive("web")).isEmpty();
        assertThat(home.only("worker")).isEqualTo(worker);
        assertThat(home.succeeds("history", "web").out()).contains("retired: not needed");
    }

    @Test
    void a_retirement_that_was_killed_after_its_record_is_carried_out_by_the_next_host() throws Exception {
        ProcessHandle web = home.deploy("web");
        try (Home records = Home.open(home.folder())) {
            records.services().retire("web", "its command was killed right after this");
        }
        assertThat(home.run("verify")).matches(said -> said.code() == 1).matches(said -> said.out()
                .contains("web: alive though retired, process " + web.pid()));

        KillableProcess host = home.host();

        assertThat(host.output()).contains("web: is not wanted any more, process %d has ended".formatted(web.pid()));
        ServicesHome.awaitEnd(web);
        assertThat(home.succeeds("verify").out()).contains("All is as it should be.");
    }

    @Test
    void deployed_retired_and_deployed_again_it_runs() throws Exception {
        ProcessHandle before = home.deploy("web");
        home.succeeds("retire", "web");
        ProcessHandle after = home.deploy("web");
        ServicesHome.awaitEnd(before);
        home.host();
        assertThat(home.only("web")).isEqualTo(after);
    }

    @Test
    void a_start_that_was_killed_before_its_process_was_recorded_is_ended_and_made_again() throws Exception {
        ServiceSpec spec = new ServiceSpec(List.of("sleep", "120"), home.path().toString(), Map.of());
        ProcessHandle unrecorded;
        try (Home records = Home.open(home.folder())) {
            Launch launch = Launch.of(spec, Instant.now());
            records.services().put("web", spec);
            records.launches().put("web", launch);
            ProcessBuilder command = new ProcessBuilder("sleep", "120");
            command.environment()
                    .putAll(Map.of(
                            "SERVICES_FOLDER", home.folder().toString(),
                            "SERVICE_NAME", "web",
                            "SERVICE_LAUNCH", launch.mark().text()));
            unrecorded = command.start().toHandle();
        }

        home.host();

        ServicesHome.awaitEnd(unrecorded);
        assertThat(home.only("web")).isNotEqualTo(unrecorded);
        assertThat(home.succeeds("verify").out()).contains("All is as it should be.");
    }

    @Test
    void another_process_with_the_number_of_one_that_has_ended_is_not_taken_for_it() throws Exception {
        ProcessHandle web = home.deploy("web");
        try (Home records = Home.open(home.folder())) {
            records.launches()
                    .update(
                            "web",
                            launch -> launch.became(new ProcessId(
                                    ProcessHandle.current().pid(),
                                    launch.begun().minusSeconds(3600))));
        }
        home.host();
        ServicesHome.awaitEnd(web); // by its mark; and this JVM is alive
        assertThat(home.only("web")).isNotEqualTo(web);
    }
}
