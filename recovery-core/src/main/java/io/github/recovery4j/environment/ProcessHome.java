package io.github.recovery4j.environment;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.json.Json;
import io.github.recovery4j.json.MalformedJsonException;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.process.ProcessMark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
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
    private static final String WRITTEN = ".new";
    private static final int MOST_BYTES = 1 << 20;

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
        Optional<Map<String, Object>> fields = fields(MARK);
        if (fields.isEmpty()) {
            if (!services().isEmpty()) {
                throw new IOException(directory + " has records of processes, and no mark to find them by");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(new Origin(
                    new ProcessMark(field(fields.get(), "mark", String.class)),
                    field(fields.get(), "host", String.class)));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw malformed(MARK, e);
        }
    }

    void begin(Origin origin) throws IOException {
        disk.createDirectory(directory);
        disk.syncDirectory(Objects.requireNonNull(directory.getParent(), "an environment lies in a directory"));
        write(MARK, Map.of("mark", origin.mark().text(), "host", origin.host()));
    }

    List<String> services() throws IOException {
        return disk.list(directory).stream()
                .filter(name -> name.endsWith(RECORD))
                .map(name -> name.substring(0, name.length() - RECORD.length()))
                .sorted()
                .toList();
    }

    Optional<Started> find(String service) throws IOException {
        String name = service + RECORD;
        Optional<Map<String, Object>> fields = fields(name);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Started(
                    new ProcessId(
                            field(fields.get(), "pid", Long.class),
                            Instant.parse(field(fields.get(), "startedAt", String.class))),
                    field(fields.get(), "boot", String.class),
                    texts(field(fields.get(), "endpoints", Map.class))));
        } catch (MalformedJsonException | DateTimeException e) {
            throw malformed(name, e);
        }
    }

    void record(String service, Started started) throws IOException {
        write(
                service + RECORD,
                Map.of(
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

    private Optional<Map<String, Object>> fields(String name) throws IOException {
        try (Disk.OpenFile file = disk.open(directory.resolve(name))) {
            byte[] bytes = file.in().readNBytes(MOST_BYTES);
            return Optional.of(Json.parse(new String(bytes, StandardCharsets.UTF_8).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (MalformedJsonException e) {
            throw malformed(name, e);
        }
    }

    private IOException malformed(String name, Exception e) {
        return new IOException(
                "%s is not what was recorded of processes: %s".formatted(directory.resolve(name), e.getMessage()), e);
    }

    /** The file is whole, whoever reads it and whenever, after a power loss too. */
    private void write(String name, Map<String, Object> fields) throws IOException {
        Path written = directory.resolve(name + WRITTEN);
        disk.delete(written);
        try (Disk.NewFile file = disk.create(written)) {
            file.out().write((Json.write(fields) + "\n").getBytes(StandardCharsets.UTF_8));
            file.sync();
        }
        disk.rename(written, directory.resolve(name));
        disk.syncDirectory(directory);
    }

    private static <T> T field(Map<?, ?> fields, String name, Class<T> type) throws MalformedJsonException {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new MalformedJsonException("field '%s' is not what it should be".formatted(name));
        }
        return type.cast(value);
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
