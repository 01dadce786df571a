package io.github.recovery4j.examples.services;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a service is.
 *
 * @param command the program and its arguments; no shell is involved
 * @param directory where it runs, an absolute path
 * @param environment variables beside those of whoever starts it
 */
record ServiceSpec(List<String> command, String directory, Map<String, String> environment) {

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}";

    ServiceSpec {
        command = List.copyOf(given("command", command));
        environment = Collections.unmodifiableMap(new TreeMap<>(given("environment", environment)));
        if (command.isEmpty() || command.get(0).isBlank()) {
            throw new IllegalArgumentException("A service has a command");
        }
        command.forEach(word -> checkText("The command", word));
        if (!Path.of(given("directory", directory)).isAbsolute()) {
            throw new IllegalArgumentException("The directory of a service is an absolute path, not " + directory);
        }
        environment.forEach((variable, value) -> {
            if (variable.isEmpty() || variable.contains("=")) {
                throw new IllegalArgumentException("'%s' cannot be the name of a variable".formatted(variable));
            }
            checkText("The environment", variable + value);
        });
    }

    private static <T> T given(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("A service has a " + field);
        }
        return value;
    }

    private static void checkText(String where, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(where + " has a NUL character in it, which no process can be given");
        }
    }

    /** Names are in file names and in the environment of processes. */
    static String checkedName(String name) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "'%s' cannot be the name of a service: letters, digits, _, . and - can, up to 64, the first a letter or digit"
                            .formatted(name));
        }
        return name;
    }

    /** What can be told before it is started. */
    void check() {
        if (!Files.isDirectory(Path.of(directory))) {
            throw new IllegalArgumentException("There is no directory " + directory);
        }
    }
}
