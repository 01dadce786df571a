package io.github.recovery4j.environment;

import io.github.recovery4j.json.Json;
import io.github.recovery4j.json.MalformedJsonException;
import io.github.recovery4j.process.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is recorded of a service that was started as a process.
 *
 * @param process its process
 * @param endpoints where it is reached, by name
 */
record ProcessRecord(ProcessId process, Map<String, String> endpoints) {

    void write(Path file) throws IOException {
        Map<String, Object> fields =
                Map.of("pid", process.pid(), "startedAt", process.startedAt(), "endpoints", endpoints);
        replace(file, Json.write(fields) + "\n");
    }

    /** The file is whole, whoever reads it and whenever. */
    static void replace(Path file, String text) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, text);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static ProcessRecord read(Path file) throws IOException {
        try {
            Map<String, Object> fields = Json.parse(Files.readString(file).strip());
            return new ProcessRecord(
                    new ProcessId(
                            field(fields, "pid", Long.class), Instant.parse(field(fields, "startedAt", String.class))),
                    texts(field(fields, "endpoints", Map.class)));
        } catch (MalformedJsonException | DateTimeException e) {
            throw new IOException("%s is not the record of a service: %s".formatted(file, e.getMessage()), e);
        }
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
}
