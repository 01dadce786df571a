package io.github.recovery4j.examples.digest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a JVM of its own, which can be killed. */
final class DigestProcess {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final Path log;

    private DigestProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the command with the class path of this JVM.
     *
     * @param home its working directory
     * @param logs where the log of everything it says goes
     * @param jvm options of the JVM
     * @param arguments the command line
     */
    static DigestProcess start(Path home, Path logs, List<String> jvm, List<String> arguments) throws IOException {
        Path log = Files.createTempFile(logs, "digest-", ".log");
        Process process = new ProcessBuilder(command(jvm, arguments))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new DigestProcess(process, log);
    }

    /** The command with the class path of this JVM. */
    static List<String> command(List<String> jvm, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Digest.class.getName()));
        command.addAll(arguments);
        return command;
    }

    boolean running() {
        return process.isAlive();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Asks it to stop, as {@code kill} does. */
    void terminate() {
        process.destroy();
    }

    /** Its exit code, when it has ended. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            throw new IllegalStateException("A digest did not end within " + PATIENCE + ", see " + log);
        }
        return process.exitValue();
    }

    /** What it said so far. */
    String said() throws IOException {
        return Files.readString(log);
    }

    /** The first thing it said: its recovery plan. */
    String plan() throws IOException {
        return said().lines().findFirst().orElse("(it said nothing)");
    }
}
