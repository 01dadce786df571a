package io.github.recovery4j.examples.services;

import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.examples.document.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file with a service in it.
 *
 * <pre>{@code
 * {"name": "web",
 *  "command": ["python3", "-m", "http.server", "8000"],
 *  "directory": "public",                       relative to the file, whose directory it is unless said
 *  "environment": {"PYTHONUNBUFFERED": "1"}}    none unless said
 * }</pre>
 */
record SpecFile(String name, ServiceSpec spec) {

    private record Written(
            @Nullable String name,
            @Nullable List<String> command,
            @Nullable String directory,
            @Nullable Map<String, String> environment) {}

    /** Reads one, with all that is wrong with it told as a bad argument. */
    static SpecFile read(Path file) {
        Path home = Optional.ofNullable(file.toAbsolutePath().normalize().getParent())
                .orElseThrow(() -> new IllegalArgumentException(file + " is not a file"));
        try {
            Written document = Document.JSON.read(Files.readAllBytes(file), Written.class);
            String name = required(document.name(), "name");
            List<String> command = required(document.command(), "command");
            String directory = document.directory() == null ? "" : document.directory();
            Map<String, String> environment = document.environment() == null ? Map.of() : document.environment();
            return new SpecFile(
                    name,
                    new ServiceSpec(command, home.resolve(directory).normalize().toString(), environment));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + Words.problem(e), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw new IllegalArgumentException("it has no '%s'".formatted(field));
        }
        return value;
    }
}
