package io.github.recovery4j.benchmarks.peers;

import io.github.recovery4j.benchmarks.Saver;
import io.github.recovery4j.benchmarks.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of {@code FileStorage} and nothing else ({@link Way#BARE}), one directory for each key. Durable by a sync of
 * the new file before it gets its name, and one of the directory afterwards.
 */
final class RenameStore implements Store {

    private final Path directory;
    private final Map<Integer, Saver> savers = new ConcurrentHashMap<>();

    RenameStore(Path directory) {
        this.directory = directory;
    }

    private Path directory(int key) {
        return directory.resolve(Integer.toString(key));
    }

    @Override
    public void save(int key, byte[] state) throws IOException {
        Saver saver = savers.get(key);
        if (saver == null) {
            saver = Way.BARE.open(directory(key));
            savers.put(key, saver);
        }
        saver.save(state);
    }

    @Override
    public byte @Nullable [] load(int key) throws IOException {
        Path file = directory(key).resolve(Way.BARE.name()).resolve("state");
        return Files.exists(file) ? Files.readAllBytes(file) : null;
    }

    @Override
    public void close() throws IOException {
        for (Saver saver : savers.values()) {
            saver.close();
        }
    }
}
