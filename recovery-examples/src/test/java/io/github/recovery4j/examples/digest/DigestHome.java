package io.github.recovery4j.examples.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.examples.FileChanges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The working directory of the command, with a tree to digest in it: at first an empty one. */
final class DigestHome implements BeforeEachCallback {

    /** A pace at which it does not end before it is stopped. */
    static final String SLOWLY = "--pace=10000";

    private final Supplier<Path> directory;
    private Path path;
    private Path tree;

    /** In a directory that is known when the test begins. */
    DigestHome(Supplier<Path> directory) {
        this.directory = directory;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        path = directory.get().toRealPath();
        tree = Files.createDirectory(path.resolve("tree"));
    }

    Path path() {
        return path;
    }

    Path tree() {
        return tree;
    }

    DigestProcess start(String... arguments) throws IOException {
        Path logs = Files.createDirectories(path.resolve("logs"));
        return DigestProcess.start(
                path, logs, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), Arrays.asList(arguments));
    }

    /** Runs it to its end. */
    DigestProcess run(String... arguments) throws IOException, InterruptedException {
        DigestProcess process = start(arguments);
        process.exitCode();
        return process;
    }

    /** Kills it when it has saved something and is not done. */
    void killedMidway(String... arguments) throws IOException, InterruptedException {
        DigestProcess process = start(arguments);
        awaitSaved();
        process.kill();
        assertThat(parts()).as(process.said()).hasSize(1);
    }

    /** Waits until there are two generations, so that there is one with files. */
    void awaitSaved() throws IOException, InterruptedException {
        FileChanges.await(path, "second generation", this::hasTwoGenerations);
    }

    private boolean hasTwoGenerations() throws IOException {
        List<String> files = FileChanges.files(path);
        boolean saving =
                files.stream().anyMatch(name -> name.contains(".tmp.json.new-")); // its last step may be missing
        return !saving && files.stream().anyMatch(name -> name.endsWith(".tmp.json.backup"));
    }

    /** The only part of a manifest. */
    Path part() throws IOException {
        return path.resolve(parts().get(0));
    }

    List<String> parts() throws IOException {
        return FileChanges.files(path).stream()
                .filter(name -> name.endsWith(".part"))
                .toList();
    }

    void sameAsPlain() throws IOException {
        assertThat(Files.readAllBytes(path.resolve("tree.sha256"))).isEqualTo(PlainManifest.of(tree, Algorithm.SHA256));
    }

    /** The manifest as text with one character for every byte. */
    String manifest(String name) throws IOException {
        return new String(Files.readAllBytes(path.resolve(name)), StandardCharsets.ISO_8859_1);
    }

    String shell(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(path.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
