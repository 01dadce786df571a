package io.github.recovery4j.examples.services;

import static io.github.recovery4j.examples.services.ServicesHome.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.examples.services.ServicesHome.Said;
import io.github.recovery4j.testkit.KillableProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The host and its commands as a user has them. */
@EnabledOnOs(OS.LINUX)
class ServicesTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final ServicesHome home = new ServicesHome(() -> directory);

    @Test
    void a_spec_file_has_command_directory_and_environment() throws Exception {
        Path where = Files.createDirectory(home.path().resolve("where"));
        Path spec = Files.writeString(home.path().resolve("web.json"), """
                {"name": "web", "command": ["sleep", "120"], "directory": "where", "environment": {"LEVEL": "high"}}
                """);
        Home.make(home.folder());
        home.succeeds("deploy", spec.toString());
        ProcessHandle web = home.only("web");
        assertThat(Path.of("/proc", Long.toString(web.pid()), "cwd").toRealPath())
                .isEqualTo(where);
        assertThat(ServicesHome.environment(web)).contains("\0LEVEL=high\0");
        assertThat(home.succeeds("list").out()).containsPattern("web +up +%d ".formatted(web.pid()));
    }

    @Test
    void what_dies_is_started_again_and_what_it_left_is_ended() throws Exception {
        KillableProcess host = home.host();
        home.succeeds("deploy", "--name", "web", "--", "sh", "-c", "sleep 120 & wait");
        host.awaitLine(line -> line.startsWith("web: started as"), PATIENCE);
        ServicesHome.await("child of web", () -> home.alive("web").size() == 2);
        List<ProcessHandle> before = home.alive("web");
        ProcessHandle shell =
                before.get(0).parent().filter(before::contains).isPresent() ? before.get(1) : before.get(0);
        ServicesHome.kill(shell);

        host.awaitLine(line -> line.startsWith("web: started again"), PATIENCE);

        for (ProcessHandle process : before) {
            ServicesHome.awaitEnd(process);
        }
        assertThat(home.succeeds("verify").out()).contains("All is as it should be.");
    }

    @Test
    void stopped_it_ends_its_services_the_last_one_first_and_has_that_on_record() throws Exception {
        KillableProcess first = home.host();
        ProcessHandle web = home.deploy("web");
        ProcessHandle worker = home.deploy("worker");

        first.terminate();

        assertThat(first.awaitExit(PATIENCE)).isEqualTo(143);
        assertThat(first.output())
                .containsSubsequence(
                        "host: shutdown started",
                        "worker: process %d has ended".formatted(worker.pid()),
                        "web: process %d has ended".formatted(web.pid()),
                        "host: shutdown complete, 2 services ended");
        assertThat(home.alive("")).isEmpty();
        assertThat(home.folder().resolve("host.json")).doesNotExist();
        assertThat(home.succeeds("history").out())
                .containsSubsequence("host started", "shutdown started", "shutdown complete, 2 services ended");

        KillableProcess second = home.host();
        assertThat(second.output()).noneMatch(line -> line.contains("was killed"));
        assertThat(home.only("web")).isNotEqualTo(web);
        assertThat(home.only("worker")).isNotEqualTo(worker);
    }

    @Test
    void another_spec_replaces_the_process_and_the_same_one_does_not() throws Exception {
        home.host();
        ProcessHandle before = home.deploy("web");
        assertThat(home.deploy("web")).isEqualTo(before);
        home.succeeds("deploy", "--name", "web", "--", "sleep", "121");
        ServicesHome.awaitEnd(before);
        assertThat(home.only("web")).isNotEqualTo(before);
    }

    @Test
    void an_orphan_is_reported_and_ended_when_that_is_asked_for_and_a_double_always() throws Exception {
        KillableProcess host = home.host();
        ProcessHandle web = home.deploy("web");
        ProcessHandle orphan = home.impostor("ghost");
        ProcessHandle twin = home.impostor("web");

        host.awaitLine(
                line -> line.equals("web: was running twice, process %d has ended".formatted(twin.pid())), PATIENCE);

        ServicesHome.awaitEnd(twin);
        Said verified = home.run("verify");
        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.out())
                .isEqualToIgnoringNewLines(
                        "ghost: orphaned, process %d belongs to no service that is known".formatted(orphan.pid()));
        assertThat(orphan.isAlive()).isTrue();
        home.succeeds("repair");
        ServicesHome.awaitEnd(orphan);
        assertThat(home.only("web")).isEqualTo(web);
    }

    @Test
    void a_time_that_is_over_ends_the_service() throws Exception {
        KillableProcess host = home.host();
        home.succeeds("deploy", "--name", "trial", "--for", "2s", "--", "sleep", "120");
        host.awaitLine(line -> line.startsWith("trial: is not wanted any more"), PATIENCE);
        assertThat(home.alive("trial")).isEmpty();
        assertThat(home.succeeds("history", "trial").out()).contains("its time was over");
    }

    @Test
    void without_a_host_commands_do_it_themselves() throws Exception {
        Home.make(home.folder());
        ProcessHandle web = home.deploy("web");
        ServicesHome.kill(web);
        assertThat(home.run("verify").out()).contains("web: missing");
        home.succeeds("repair");
        assertThat(home.only("web")).isNotEqualTo(web);
        home.succeeds("retire", "web");
        assertThat(home.alive("")).isEmpty();
    }

    @Test
    void a_second_host_is_refused_and_told_who_is_there() throws Exception {
        KillableProcess first = home.host();
        Said second = home.run("host");
        assertThat(second.code()).isEqualTo(1);
        assertThat(second.err()).contains("is running, as process " + first.pid());
    }

    @Test
    void a_token_permits_what_was_granted_across_a_kill_and_nothing_once_it_is_revoked() throws Exception {
        KillableProcess first = home.host();
        String reader = home.succeeds("token", "grant", "read", "--for", "1h", "--note", "bob")
                .out()
                .strip();
        String revoked = home.succeeds("token", "grant", "deploy").out().strip();
        home.succeeds("token", "revoke", revoked);
        String lost = home.succeeds("token", "grant", "deploy", "--note", "lost")
                .out()
                .strip();
        String line = home.succeeds("token", "list")
                .out()
                .lines()
                .filter(granted -> granted.endsWith("lost"))
                .findFirst()
                .orElseThrow();
        home.succeeds("token", "revoke", line.substring(0, line.indexOf(' ')));
        HostAddress before = HostAddress.read(home.folder()).orElseThrow();
        assertThat(status(reader, "GET", "/services")).isEqualTo(200);
        assertThat(status(reader, "POST", "/repair")).isEqualTo(403);
        ServicesHome.kill(first);

        home.host();

        assertThat(status(reader, "GET", "/services")).isEqualTo(200);
        assertThat(status(reader, "POST", "/tokens")).isEqualTo(403);
        assertThat(status(reader, "GET", "/nothing")).isEqualTo(404);
        assertThat(status(revoked, "GET", "/services")).isEqualTo(401);
        assertThat(status(lost, "GET", "/services")).isEqualTo(401);
        assertThat(status("", "GET", "/services")).isEqualTo(401);
        assertThat(status(before.token(), "GET", "/services"))
                .as("the killed host's own")
                .isEqualTo(401);
        assertThat(home.run("--token", reader, "retire", "web").err())
                .contains("The token permits read, and this needs deploy");
        assertThat(home.succeeds("token", "verify", reader).out())
                .startsWith("read, until ")
                .contains("bob");
        assertThat(home.run("token", "verify", revoked).code()).isEqualTo(1);
        assertThat(home.isKept(reader)).isFalse();
        assertThat(Files.getPosixFilePermissions(home.folder().resolve("host.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private int status(String token, String method, String path) throws Exception {
        int port = HostAddress.read(home.folder()).orElseThrow().port();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.noBody())
                .timeout(PATIENCE);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void what_cannot_be_carried_out_is_explained_and_changes_nothing() throws Exception {
        home.host();
        Path typo = Files.writeString(home.path().resolve("typo.json"), "{\"name\": \"web\", \"comand\": [\"sleep\"]}");
        Path broken = Files.writeString(home.path().resolve("broken.json"), "{\"name\": ");
        assertThat(home.run("deploy", typo.toString()).err()).contains("typo.json: there is no field 'comand'");
        assertThat(home.run("deploy", broken.toString()).err()).contains("broken.json: it is not JSON");
        assertThat(home.run("deploy", home.path().resolve("none.json").toString())
                        .err())
                .contains("there is no ");
        assertThat(home.run("deploy", "--name", "../web", "--", "sleep", "1").err())
                .contains("cannot be the name");
        assertThat(home.run("deploy", "--name", "web", "--directory", "/no/where", "--", "sleep", "1")
                        .err())
                .contains("There is no directory /no/where");
        assertThat(home.run("deploy", "--name", "web", "--", "no-such-program").err())
                .contains("web is not deployed: 'no-such-program' could not be started");
        assertThat(home.run("retire", "web").err()).contains("There is no service web");
        assertThat(home.run("token", "grant", "everything").err()).contains("'everything' is not a permission");
        assertThat(home.succeeds("list").out()).isEqualToIgnoringNewLines("No services are deployed.");
    }
}
