package io.github.recovery4j.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a JVM uses at a moment, seen from outside. Linux only.
 *
 * @param cpu all it has used so far, to 10 ms
 * @param compiling how much of that its compilers have used; as long as their threads do not end, which they do not where there are
 *     few cores
 * @param descriptors open file descriptors
 * @param threads all of the process, those of the JVM too
 */
record ProcessSample(Duration cpu, Duration compiling, int descriptors, int threads) {

    private static final double NOISE = 1.25;

    static ProcessSample of(Process process) throws IOException {
        Path files = Path.of("/proc", Long.toString(process.pid()));
        Duration compiling = Duration.ZERO;
        int threads = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(files.resolve("task"))) {
            for (Path thread : all) {
                compiling = compiling.plus(compiling(thread));
                threads++;
            }
        }
        return new ProcessSample(
                process.info().totalCpuDuration().orElseThrow(), compiling, count(files.resolve("fd")), threads);
    }

    private static int count(Path directory) throws IOException {
        int count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path ignored : all) {
                count++;
            }
        }
        return count;
    }

    private static Duration compiling(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("comm")).matches("C[12] Compiler.*\\s")
                    ? Duration.ofNanos(Long.parseLong(
                            Files.readString(thread.resolve("schedstat")).split(" ")[0]))
                    : Duration.ZERO;
        } catch (NoSuchFileException e) {
            return Duration.ZERO; // it has ended meanwhile
        }
    }

    /** The most of some samples. */
    static ProcessSample most(List<ProcessSample> samples) {
        return samples.stream()
                .reduce((one, other) -> new ProcessSample(
                        one.cpu.compareTo(other.cpu) > 0 ? one.cpu : other.cpu,
                        one.compiling.compareTo(other.compiling) > 0 ? one.compiling : other.compiling,
                        Math.max(one.descriptors, other.descriptors),
                        Math.max(one.threads, other.threads)))
                .orElseThrow();
    }

    /** How many there are at a time is a matter of chance; what leaks grows without end. */
    boolean isMoreThan(ProcessSample earlier) {
        return descriptors > earlier.descriptors * NOISE || threads > earlier.threads * NOISE;
    }
}
