package io.github.recovery4j.examples.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.testkit.KillableProcess;
import io.github.recovery4j.time.Waiter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import picocli.CommandLine;

/** A directory with a folder of services in it. After the test, nothing that was started there is alive. */
final class ServicesHome implements BeforeEachCallback, AfterEachCallback {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Supplier<Path> directory;
    private final List<KillableProcess> programs = new ArrayList<>();
    private Path path;

    ServicesHome(Supplier<Path> directory) {
        this.directory = directory;
    }

    /** What a command said. */
    record Said(int code, String out, String err) {}

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        path = directory.get().toRealPath();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        programs.forEach(KillableProcess::close);
        for (List<ProcessHandle> left = alive(""); !left.isEmpty(); left = alive("")) {
            for (ProcessHandle process : left) {
                process.destroyForcibly();
                awaitEnd(process);
            }
        }
    }

    Path path() {
        return path;
    }

    Path folder() {
        return path.resolve(".services");
    }

    /** The program in a JVM of its own. */
    KillableProcess start(String... arguments) throws IOException {
        ProcessBuilder command = KillableProcess.java(Services.class)
                .arguments((Object[]) arguments)
                .command()
                .directory(path.toFile());
        KillableProcess program = KillableProcess.start(command);
        programs.add(program);
        return program;
    }

    /** A host that has restored everything. */
    KillableProcess host() throws IOException, InterruptedException {
        KillableProcess host = start("host");
        host.awaitLine(line -> line.contains("commands at http"), PATIENCE);
        return host;
    }

    /** Kills it, and waits for its end. */
    static void kill(KillableProcess program) throws InterruptedException {
        program.kill();
        assertThat(program.awaitExit(PATIENCE)).isEqualTo(137);
    }

    /** A command in this JVM. */
    Said run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Services.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of("--folder", folder().toString()));
        all.addAll(Arrays.asList(arguments));
        int code = line.execute(all.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    Said succeeds(String... arguments) {
        Said said = run(arguments);
        assertThat(said.code()).as("%s", said).isZero();
        return said;
    }

    /** Deploys a service that counts its starts. */
    ProcessHandle deploy(String name) throws IOException, InterruptedException {
        succeeds("deploy", "--name", name, "--", "sh", "-c", counting(name) + "; exec sleep 120");
        await("start of " + name, () -> starts(name) > 0);
        return only(name);
    }

    String counting(String name) {
        return "echo started >> '" + path.resolve("starts-" + name) + "'";
    }

    long starts(String name) throws IOException {
        Path counted = path.resolve("starts-" + name);
        return Files.exists(counted) ? Files.readString(counted).lines().count() : 0;
    }

    /** Something that becomes so. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    static void await(String what, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime() - end)
                    .as("no %s within %s", what, PATIENCE)
                    .isNegative();
            Waiter.system().await(Duration.ofMillis(10));
        }
    }

    /** The only process of a service. */
    ProcessHandle only(String name) throws IOException {
        List<ProcessHandle> alive = alive(name);
        assertThat(alive).as("processes of %s", name).hasSize(1);
        return alive.get(0);
    }

    /** What the operating system says is alive of a service, or of all if it has no name; asked without the program. */
    List<ProcessHandle> alive(String name) throws IOException {
        String wanted = "\0SERVICE_NAME=" + name + (name.isEmpty() ? "" : "\0");
        List<ProcessHandle> found = new ArrayList<>();
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            String environment = "\0" + environment(process);
            if (environment.contains("\0SERVICES_FOLDER=" + folder() + "\0") && environment.contains(wanted)) {
                found.add(process);
            }
        }
        return found;
    }

    static String environment(ProcessHandle process) {
        try {
            return new String(
                    Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ")),
                    StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    /** A process that says it is a service's, and was not started by the program. */
    ProcessHandle impostor(String name) throws IOException {
        ProcessBuilder command = new ProcessBuilder("sleep", "120");
        command.environment().put("SERVICES_FOLDER", folder().toString());
        command.environment().put("SERVICE_NAME", name);
        return command.start().toHandle();
    }

    /** Until it has ended, whether somebody has reaped it or not. */
    static void awaitEnd(ProcessHandle process) throws Exception {
        await("end of process " + process.pid(), () -> ProcessId.find(process.pid())
                .isEmpty());
    }

    static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        awaitEnd(process);
    }

    /** Whether a text is in any file of the folder. */
    boolean isKept(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
