package io.github.recovery4j.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.server.common.CheckpointFile;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's {@code CheckpointFile}, one file for each key. Durable by what it always does: write a temporary file, sync it,
 * rename it, sync the directory. Its content is text, so a state is one line in Base64.
 */
final class KafkaStore implements Store {

    private static final int VERSION = 0;

    private static final class Base64Line implements CheckpointFile.EntryFormatter<byte[]> {
        @Override
        public String toString(byte[] state) {
            return Base64.getEncoder().encodeToString(state);
        }

        @Override
        public Optional<byte[]> fromString(String line) {
            return Optional.of(Base64.getDecoder().decode(line));
        }
    }

    private final Path directory;
    private final Map<Integer, CheckpointFile<byte[]>> files = new ConcurrentHashMap<>();

    KafkaStore(Path directory) {
        this.directory = directory;
    }

    private CheckpointFile<byte[]> file(int key) throws IOException {
        CheckpointFile<byte[]> file = files.get(key);
        if (file == null) {
            file = new CheckpointFile<>(directory.resolve("state-" + key).toFile(), VERSION, new Base64Line());
            files.put(key, file);
        }
        return file;
    }

    @Override
    public void save(int key, byte[] state) throws IOException {
        file(key).write(List.of(state));
    }

    @Override
    public byte @Nullable [] load(int key) throws IOException {
        return file(key).read().stream().findFirst().orElse(null);
    }

    @Override
    public void close() {}
}
