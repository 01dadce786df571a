package io.github.recovery4j.examples.sessions;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A directory of a description, and where in the description it is.
 *
 * @param field the object that has it, such as {@code sessions.work.windows[0]}
 * @param path an existing directory
 */
record Folder(String field, Path path) {

    Folder within(String part) {
        return new Folder(field + "." + part, path);
    }

    /** A directory in this one, which is this one if nothing is said; it has to exist. */
    Folder resolve(String name, String directory) {
        Path found = resolved(name, directory);
        if (!Files.isDirectory(found)) {
            throw new IllegalArgumentException("%s.%s: there is no directory %s".formatted(field, name, found));
        }
        return new Folder(field, found);
    }

    String file(String name) {
        return resolved("heartbeat.file", name).toString();
    }

    private Path resolved(String name, String text) {
        try {
            String home = System.getProperty("user.home");
            Path given = text.equals("~") || text.startsWith("~/") ? Path.of(home + text.substring(1)) : Path.of(text);
            return path.resolve(given).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("%s.%s: %s".formatted(field, name, e.getMessage()), e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
