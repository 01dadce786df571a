package io.github.recovery4j.examples.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.environment.Environment;
import io.github.recovery4j.environment.Processes;
import io.github.recovery4j.examples.FileChanges;
import io.github.recovery4j.testkit.KillableProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The working directory of the command. What it started, and the nodes, are gone after the test. */
final class SyncHome implements BeforeEachCallback, AfterEachCallback {

    static final Duration LONG = Duration.ofMinutes(3);

    /** Asks often. */
    private static final List<String> USUAL = List.of(
            "--el-client=geth", "--cl-client=teku", "--check-interval=100ms", "--node-sync-time=1h", "--patience=0s");

    private final Supplier<Path> directory;
    private final List<KillableProcess> started = new CopyOnWriteArrayList<>();
    private Path path;
    private Path programs;

    /** In a directory that is known when the test begins. */
    SyncHome(Supplier<Path> directory) {
        this.directory = directory;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        path = directory.get().toRealPath();
        programs = Files.createDirectory(path.resolve("programs"));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        started.forEach(KillableProcess::close);
        for (Path environment : environments()) {
            nodes().dispose(environment.getFileName().toString());
        }
    }

    Path path() {
        return path;
    }

    /** The first directory on the path of the command. */
    Path programs() {
        return programs;
    }

    Path reports() {
        return path.resolve("reports/sync");
    }

    Environment nodes() {
        return Processes.in(path.resolve("reports/nodes"));
    }

    /** Starts the command; what it says in errors is among its output. */
    KillableProcess start(String... more) throws IOException {
        KillableProcess process = KillableProcess.start(command(more).redirectErrorStream(true));
        started.add(process);
        return process;
    }

    ProcessBuilder command(String... more) {
        List<String> arguments = new ArrayList<>(USUAL);
        List<String> wanted = List.of(more);
        arguments.removeIf(
                usual -> wanted.stream().anyMatch(option -> name(option).equals(name(usual))));
        arguments.addAll(wanted);
        ProcessBuilder command =
                KillableProcess.java(Sync.class).arguments(arguments.toArray()).command();
        command.environment().merge("PATH", programs.toString(), (old, first) -> first + File.pathSeparator + old);
        return command.directory(path.toFile());
    }

    private static String name(String option) {
        return option.split("=")[0];
    }

    /** Runs it to its end. */
    KillableProcess run(String... more) throws IOException, InterruptedException {
        KillableProcess process = start(more);
        process.awaitExit(LONG);
        return process;
    }

    /** Kills it as {@code kill -9} does when so many entries are saved; what it left. */
    SavedRun killedWith(int entries, String... more) throws IOException, InterruptedException {
        KillableProcess process = start(more);
        awaitEntries(entries);
        process.kill();
        assertThat(process.awaitExit(LONG)).isEqualTo(137);
        return saved();
    }

    /** Asks it to stop when so many entries are saved; what it left. */
    SavedRun stoppedWith(int entries, String... more) throws IOException, InterruptedException {
        KillableProcess process = start(more);
        awaitEntries(entries);
        terminated(process);
        return saved();
    }

    static void terminated(KillableProcess process) throws InterruptedException {
        process.terminate();
        assertThat(process.awaitExit(LONG)).as(process.toString()).isEqualTo(143);
    }

    void awaitEntries(int count) throws IOException, InterruptedException {
        FileChanges.await(path, count + " entries", () -> newest().filter(
                        run -> run.entries().size() >= count)
                .isPresent());
    }

    void awaitFile(Path file) throws IOException, InterruptedException {
        FileChanges.await(path, file.toString(), () -> Files.exists(file));
    }

    SavedRun saved() throws IOException {
        return newest().orElseThrow();
    }

    /** What the temporary report that was begun last says, if it says anything yet. */
    private Optional<SavedRun> newest() throws IOException {
        List<Path> reports = temporaryReports();
        return reports.isEmpty() ? Optional.empty() : SavedRun.read(reports.get(reports.size() - 1));
    }

    /** In the order in which their runs were begun. */
    List<Path> temporaryReports() throws IOException {
        return reports(".tmp.json");
    }

    List<Path> reports(String kind) throws IOException {
        return list(reports()).stream()
                .filter(file -> file.toString().endsWith(kind))
                .toList();
    }

    List<Path> environments() throws IOException {
        return list(path.resolve("reports/nodes")).stream()
                .filter(Files::isDirectory)
                .toList();
    }

    private static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** Lets a simulated node be in sync. */
    static void finish(URI node) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(node.resolve("/finish"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    static String said(KillableProcess process) {
        return String.join("\n", process.output());
    }
}
