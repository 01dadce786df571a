package io.github.recovery4j.examples.containers;

import io.github.recovery4j.environment.Environment;
import io.github.recovery4j.environment.Inspection;
import io.github.recovery4j.environment.Service;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.CommandResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

// [adapter]
/** The containers with the label {@code sync=NAME}; the label {@code service} names the service of each. */
public final class LabelledContainers implements Environment {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String FORMAT = "{{.ID}}|{{.State}}|{{.Status}}|{{.Label \"service\"}}";

    private final Command docker;

    /**
     * Creates the adapter.
     *
     * @param docker the command line of Docker, or of Podman
     */
    public LabelledContainers(Command docker) {
        this.docker = docker;
    }

    @Override
    public Inspection inspect(String name) throws IOException, InterruptedException {
        Map<String, Service> services = new LinkedHashMap<>();
        for (Container container : containers(name)) {
            services.put(container.service(), Service.of(container.answer()));
        }
        return services.isEmpty()
                ? new Inspection.Absent("no container has the label sync=" + name)
                : new Inspection.Present(services);
    }

    /** An empty list is an answer only if the command succeeded, and its output is whole. */
    private List<Container> containers(String name) throws IOException, InterruptedException {
        CommandResult result = docker.with("ps", "--all", "--filter", "label=sync=" + name, "--format", FORMAT)
                .ask(TIMEOUT);
        if (!result.succeeded() || !result.out().complete()) {
            throw new IOException("docker could not list containers: " + result.summary()); // the answer is unknown
        }
        List<Container> containers = new ArrayList<>();
        for (String line : result.out().text().lines().toList()) {
            containers.add(Container.parse(line));
        }
        return containers;
    }

    @Override
    public void dispose(String name) throws IOException, InterruptedException {
        for (Container container : containers(name)) {
            CommandResult result =
                    docker.with("rm", "--force", "--volumes", container.id()).execute(TIMEOUT);
            if (!result.succeeded()) {
                throw new IOException("container %s could not be removed: %s".formatted(container, result.summary()));
            }
        }
    }

    private record Container(String id, String state, String status, String service) {

        static Container parse(String line) throws IOException {
            String[] fields = line.split("\\|", 4);
            if (fields.length < 4 || fields[3].isEmpty()) {
                throw new IOException("not a container with the label 'service': " + line);
            }
            return new Container(fields[0], fields[1], fields[2], fields[3]);
        }

        /** Only what certainly does not run any more is down. */
        Answer answer() {
            return switch (state) {
                case "running" -> healthy();
                case "exited", "dead", "created", "removing" -> Answer.down(status);
                default -> Answer.unknown(status); // restarting, paused, or a word of a newer version
            };
        }

        private Answer healthy() {
            if (status.contains("(unhealthy)")) {
                return Answer.down(status);
            }
            return status.contains("(health: starting)") ? Answer.unknown(status) : Answer.up(status);
        }
    }
}
// [adapter]
