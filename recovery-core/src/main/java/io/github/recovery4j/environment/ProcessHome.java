package io.github.recovery4j.environment;

import static io.github.recovery4j.json.JsonFile.field;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.json.JsonFile;
import io.github.recovery4j.json.MalformedJsonException;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.process.ProcessMark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The directory of one environment of processes: the files that {@link Processes} tells of. */
final class ProcessHome {

    private static final String MARK = "mark";
    private static final String RECORD = ".json";

    private final Disk disk = Disk.local();
    private final Path directory;

    ProcessHome(Path directory) {
        this.directory = directory;
    }

    /**
     * What is known of an environment before its first process is started.
     *
     * @param mark what is in the environment of all its processes
     * @param host the machine they run on
     */
    record Origin(ProcessMark mark, String host) {}

    /**
     * What is known of a service.
     *
     * @param process its process
     * @param boot the start of the machine on which the process was started
     * @param endpoints where it is reached, by name
     */
    record Started(ProcessId process, String boot, Map<String, String> endpoints) {}

    /** Where a service writes. */
    Path log(String service) {
        return directory.resolve(service + ".log");
    }

    /** Empty if nothing was ever started; a directory in which there is nothing else comes from a start that was killed. */
    Optional<Origin> origin() throws IOException {
        Optional<Origin> origin = file(MARK)
                .read(fields -> new Origin(
                        new ProcessMark(field(fields, "mark", String.class)), field(fields, "host", String.class)));
        if (origin.isEmpty() && !services().isEmpty()) {
            throw new IOException(directory + " has records of processes, and no mark to find them by");
        }
        return origin;
    }

    void begin(Origin origin) throws IOException {
        disk.createDirectory(directory);
        disk.syncDirectory(Objects.requireNonNull(directory.getParent(), "an environment lies in a directory"));
        file(MARK).write(Map.of("mark", origin.mark().text(), "host", origin.host()));
    }

    List<String> services() throws IOException {
        return disk.list(directory).stream()
                .filter(name -> name.endsWith(RECORD))
                .map(name -> name.substring(0, name.length() - RECORD.length()))
                .sorted()
                .toList();
    }

    Optional<Started> find(String service) throws IOException {
        return file(service + RECORD)
                .read(fields -> new Started(
                        new ProcessId(
                                field(fields, "pid", Long.class),
                                Instant.parse(field(fields, "startedAt", String.class))),
                        field(fields, "boot", String.class),
                        texts(field(fields, "endpoints", Map.class))));
    }

    void record(String service, Started started) throws IOException {
        file(service + RECORD)
                .write(Map.of(
                        "pid", started.process().pid(),
                        "startedAt", started.process().startedAt(),
                        "boot", started.boot(),
                        "endpoints", started.endpoints()));
    }

    /** The mark goes last: as long as there is anything else, it is known by what to find the processes. */
    void delete() throws IOException {
        for (String name : disk.list(directory)) {
            if (!name.equals(MARK)) {
                disk.delete(directory.resolve(name));
            }
        }
        disk.syncDirectory(directory);
        disk.delete(directory.resolve(MARK));
        disk.delete(directory);
    }

    private JsonFile file(String name) {
        return new JsonFile(disk, directory.resolve(name));
    }

    private static Map<String, String> texts(Map<?, ?> fields) throws MalformedJsonException {
        Map<String, String> texts = new TreeMap<>();
        for (Object name : fields.keySet()) {
            texts.put(String.valueOf(name), field(fields, String.valueOf(name), String.class));
        }
        return texts;
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
