package io.github.recovery4j.examples.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.environment.Environment;
import io.github.recovery4j.environment.EnvironmentName;
import io.github.recovery4j.environment.Inspection;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.plan.Patience;
import io.github.recovery4j.plan.Validators;
import io.github.recovery4j.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter of docs/environments.md, with an executable in the place of Docker. */
class LabelledContainersTest {

    @TempDir
    Path directory;

    record SyncConfig(String network, String el) {}

    record SyncProgress(long block) {}

    @Test
    void states_are_told_by_what_docker_prints() throws Exception {
        Environment containers = docker("""
                echo 'a1|running|Up 3 hours|el'
                echo 'b2|running|Up 3 hours (unhealthy)|cl'
                echo 'c3|running|Up 2 seconds (health: starting)|vc'
                echo 'd4|exited|Exited (137) 2 hours ago|metrics'
                echo 'e5|restarting|Restarting (1) 3 seconds ago|grafana'
                echo 'WARNING: no swap limit' >&2
                """);
        assertThat(((Inspection.Present) containers.inspect("x"))
                        .services().entrySet().stream()
                                .map(service -> service.getKey() + " "
                                        + service.getValue().state()))
                .containsExactly(
                        "el up: Up 3 hours",
                        "cl down: Up 3 hours (unhealthy)",
                        "vc unknown: Up 2 seconds (health: starting)",
                        "metrics down: Exited (137) 2 hours ago",
                        "grafana unknown: Restarting (1) 3 seconds ago");
    }

    @Test
    void nothing_listed_is_absent_and_a_failure_is_no_answer() throws Exception {
        assertThat(docker("exit 0").inspect("x")).isInstanceOf(Inspection.Absent.class);
        Environment failing = docker("echo 'Cannot connect to the Docker daemon' >&2; exit 1");
        assertThatThrownBy(() -> failing.inspect("x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("daemon");
        assertThatThrownBy(() -> failing.dispose("x")).isInstanceOf(IOException.class);
    }

    @Test
    void a_job_is_resumed_refused_or_begun_anew_by_what_the_adapter_says() throws Exception {
        Path state = directory.resolve("state");
        Path removed = directory.resolve("removed");
        LabelledContainers containers = docker("""
                case "$1" in
                ps) . %s ;;
                rm) echo "$4" >> %s ;;
                esac
                """.formatted(state, removed));
        RecoverableJob<SyncConfig, SyncProgress, Long> job = job(containers);
        SyncConfig config = new SyncConfig("mainnet", "geth");
        try (Recovery recovery = Recovery.at(directory.resolve("runs"))) {
            assertThat(recovery.run(job, config)).isInstanceOf(RunOutcome.Failed.class);

            Files.writeString(state, "echo 'a1|running|Up 3 hours|el'; echo 'b2|running|Up 3 hours|cl'");
            assertThat(recovery.plan(job, config).describe())
                    .startsWith("Resume sync")
                    .contains("el passed: Up 3 hours", "metrics warned: missing");

            Files.writeString(state, "echo 'Cannot connect to the Docker daemon' >&2; exit 1");
            assertThat(recovery.run(job, config)).isInstanceOf(RunOutcome.Refused.class);
            assertThat(removed).doesNotExist();

            Files.writeString(state, "echo 'a1|exited|Exited (137)|el'; echo 'b2|running|Up 3 hours|cl'");
            assertThat(recovery.run(job, config).details().plan().describe())
                    .startsWith("Start sync fresh")
                    .contains("first: dispose of environment sync-mainnet-geth", "el failed: Exited (137)");
            assertThat(removed).hasContent("a1\nb2");
        }
    }

    private static RecoverableJob<SyncConfig, SyncProgress, Long> job(Environment containers) {
        // [job]
        EnvironmentName<SyncConfig> name = EnvironmentName.<SyncConfig>of("sync-{network}-{el:geth|besu}")
                .with("network", SyncConfig::network)
                .with("el", SyncConfig::el);
        var sync = RecoverableJob.named("sync")
                .config(SyncConfig.class)
                .state(SyncProgress.class, () -> new SyncProgress(0))
                .validating(Validators.environment(containers, name)
                        .requires("el", "cl")
                        .optional("metrics"))
                // [job]
                .patience(Patience.NONE);
        return sync.work(run -> {
            run.checkpoint(new SyncProgress(7));
            throw new IOException("died");
        });
    }

    @Test
    void the_page_shows_the_code_that_is_tested() throws IOException {
        String page = unindented(Files.readString(Path.of("../docs/environments.md")));
        String here = "java/io/github/recovery4j/examples/containers/LabelledContainers";
        for (String source :
                List.of(part("src/main/" + here + ".java", "adapter"), part("src/test/" + here + "Test.java", "job"))) {
            assertThat(page).contains(source);
        }
    }

    private static String part(String file, String mark) throws IOException {
        return unindented(Files.readString(Path.of(file)))
                .split("// \\[" + mark + "]")[1]
                .strip();
    }

    private static String unindented(String text) {
        return Arrays.stream(text.split("\n")).map(String::strip).collect(Collectors.joining("\n"));
    }

    private LabelledContainers docker(String script) throws IOException {
        Path program = Files.createTempDirectory(directory, "path").resolve("docker");
        Files.writeString(program, script);
        return new LabelledContainers(Command.of("sh", program.toString()));
    }
}
