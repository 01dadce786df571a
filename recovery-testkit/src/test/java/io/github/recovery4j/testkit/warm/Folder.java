package io.github.recovery4j.testkit.warm;

import io.github.recovery4j.warm.Outside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A file for each key; each change is all or nothing. */
record Folder(Path directory) implements Outside<String, Long> {

    static Folder in(Path directory) throws IOException {
        return new Folder(Files.createDirectories(directory));
    }

    @Override
    public void write(String key, Long value) throws IOException {
        Path draft = directory.resolve(key + ".new");
        Files.writeString(draft, Long.toString(value));
        Files.move(draft, directory.resolve(key), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String key) throws IOException {
        Files.deleteIfExists(directory.resolve(key));
    }

    Map<String, Long> all() throws IOException {
        Map<String, Long> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!file.toString().endsWith(".new")) {
                    all.put(file.getFileName().toString(), Long.valueOf(Files.readString(file)));
                }
            }
        }
        return all;
    }
}
