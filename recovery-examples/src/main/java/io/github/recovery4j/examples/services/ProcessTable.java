package io.github.recovery4j.examples.services;

import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.ledger.Instance;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.LedgerEntry;
import io.github.recovery4j.ledger.Sighting;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.process.ProcessMark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the operating system says is alive of a folder's services. A process says itself to which service it belongs, by three
 * variables in its environment, which whatever it starts inherits:
 *
 * <pre>
 * SERVICES_FOLDER=/srv/.services            whose it is
 * SERVICE_NAME=web                          which service
 * SERVICE_LAUNCH=RECOVERY4J_5f3a…           which start of it
 * </pre>
 *
 * <p>(1) A process with these variables whose parent does not have them is an instance of the service.
 * (2) So is the process that was recorded for the service, with the same number and start, if it has dropped its environment.
 * (3) What is left of a service whose own process has ended is not an instance, as long as the service is wanted: the service
 * is missing then, and what is left is ended before it is started again.
 *
 * <p>Environments can be read on Linux. Elsewhere only (2) holds: what is not recorded is not found.
 */
final class ProcessTable {

    private static final Path PROC = Path.of("/proc");
    private static final String FOLDER = "SERVICES_FOLDER";
    private static final String NAME = "SERVICE_NAME";
    private static final String LAUNCH = "SERVICE_LAUNCH";

    private final Path folder;
    private final Ledger<String, ServiceSpec> services;
    private final Ledger<String, Launch> launches;

    ProcessTable(Path folder, Ledger<String, ServiceSpec> services, Ledger<String, Launch> launches) {
        this.folder = folder;
        this.services = services;
        this.launches = launches;
    }

    /** What a process says of itself. */
    private record Marked(ProcessHandle process, String name, Optional<ProcessMark> mark) {}

    /** The command, with the variables by which its process is found. */
    Command marked(Command command, String name, ProcessMark mark) {
        return command.marked(mark)
                .environment(FOLDER, folder.toString())
                .environment(NAME, name)
                .environment(LAUNCH, mark.text());
    }

    /** Everything that is alive. */
    Sighting<String, Running> look() {
        Map<Long, Marked> found = new HashMap<>();
        ProcessHandle.allProcesses().forEach(process -> says(process).ifPresent(it -> found.put(process.pid(), it)));
        Map<String, String> unknown = new LinkedHashMap<>();
        Map<String, Launch> started = started();
        List<Instance<String, Running>> alive = new ArrayList<>();
        for (Marked each : found.values()) {
            try {
                if (isFirst(each, found) && !isLeftOver(each, started)) {
                    ProcessId.find(each.process().pid())
                            .ifPresent(id -> alive.add(new Instance<>(each.name(), new Running(id, each.mark()))));
                }
            } catch (IOException e) {
                unknown.put(each.name(), Words.problem(e));
            }
        }
        started.forEach((name, launch) -> {
            try {
                if (launch.isAlive()
                        && !found.containsKey(launch.process().orElseThrow().pid())) {
                    alive.add(new Instance<>(
                            name, new Running(launch.process().orElseThrow(), Optional.of(launch.mark()))));
                }
            } catch (IOException e) {
                unknown.put(name, Words.problem(e));
            }
        });
        return new Sighting<>(alive, unknown, Optional.empty());
    }

    private Map<String, Launch> started() {
        Map<String, Launch> started = new LinkedHashMap<>();
        for (LedgerEntry<String, Launch> entry : launches.live()) {
            started.put(entry.key(), entry.value());
        }
        return started;
    }

    private static boolean isFirst(Marked each, Map<Long, Marked> found) {
        return each.process()
                .parent()
                .map(parent -> found.get(parent.pid()))
                .filter(parent -> parent.mark().equals(each.mark()))
                .isEmpty();
    }

    private boolean isLeftOver(Marked each, Map<String, Launch> started) throws IOException {
        Launch launch = started.get(each.name());
        return launch != null
                && Optional.of(launch.mark()).equals(each.mark())
                && launch.process().isPresent()
                && !launch.isAlive()
                && services.get(each.name()).isPresent();
    }

    /** Empty if it is none of ours, or has ended, or belongs to another user. */
    private Optional<Marked> says(ProcessHandle process) {
        Map<String, String> environment = new HashMap<>();
        try {
            Path file = PROC.resolve(Long.toString(process.pid())).resolve("environ");
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            Arrays.stream(text.split("\0"))
                    .filter(line -> line.startsWith("SERVICE"))
                    .forEach(line -> {
                        int end = line.indexOf('=');
                        environment.put(line.substring(0, Math.max(0, end)), line.substring(end + 1));
                    });
        } catch (IOException e) {
            return Optional.empty();
        }
        return folder.toString().equals(environment.get(FOLDER))
                ? Optional.ofNullable(environment.get(NAME))
                        .map(name -> new Marked(process, name, mark(environment.getOrDefault(LAUNCH, ""))))
                : Optional.empty();
    }

    private static Optional<ProcessMark> mark(String text) {
        try {
            return Optional.of(new ProcessMark(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // somebody has written over it
        }
    }
}
