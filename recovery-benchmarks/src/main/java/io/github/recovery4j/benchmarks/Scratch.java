package io.github.recovery4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A new directory on the disk that is measured, deleted with everything in it in the end. */
public record Scratch(Path path) implements AutoCloseable {

    /** Creates one below the directory named by the system property {@code bench.dir}, or below the working directory. */
    public static Scratch create() throws IOException {
        Path parent = Path.of(System.getProperty("bench.dir", "target")).toAbsolutePath();
        return new Scratch(Files.createTempDirectory(Files.createDirectories(parent), "bench-"));
    }

    /** Printable bytes, the same ones every time. */
    static byte[] payload(int size) {
        byte[] bytes = new byte[size];
        Random random = new Random(size);
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(26));
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        for (Path entry : entries(path)) {
            Files.delete(entry);
        }
    }

    /** Everything in a directory and the directory itself, the deepest first. */
    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
