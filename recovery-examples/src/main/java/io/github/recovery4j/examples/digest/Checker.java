package io.github.recovery4j.examples.digest;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The coreutils command that checks a manifest, where there is one. */
final class Checker {

    private Checker() {}

    static boolean exists(Algorithm algorithm) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, algorithm.checker())));
    }

    /** What the command has against a manifest; empty if nothing, or if there is no such command. */
    static Optional<String> check(Path root, Algorithm algorithm, Path manifest)
            throws IOException, InterruptedException {
        if (!exists(algorithm)) {
            return Optional.empty();
        }
        Process process = new ProcessBuilder(algorithm.checker(), "--strict", "--quiet", "-c", manifest.toString())
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? Optional.empty() : Optional.of(said);
    }
}
