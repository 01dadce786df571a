package io.github.recovery4j.examples.sync;

import io.github.recovery4j.environment.Environment;
import io.github.recovery4j.environment.Processes;
import io.github.recovery4j.process.Command;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** {@link SimulatedNode Simulated} nodes, each in a JVM of its own. They outlive this process, and a Ctrl-C in its terminal. */
final class LocalNodes implements Nodes {

    /** Below those that the system gives to outgoing connections. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 10_000;
    private static final String SETSID = "setsid";

    private final Processes processes;
    private final Duration syncTime;

    /**
     * Creates the nodes.
     *
     * @param directory where they are recorded, and their logs are
     * @param syncTime how long a new node takes to be in sync
     */
    LocalNodes(Path directory, Duration syncTime) {
        this.processes = Processes.in(directory);
        this.syncTime = syncTime;
    }

    @Override
    public Environment environment() {
        return processes;
    }

    @Override
    public void start(SyncConfig config) throws IOException {
        start(config, config.executionService(), SimulatedNode.Kind.EXECUTION, "rpc", config.el());
        start(config, config.consensusService(), SimulatedNode.Kind.CONSENSUS, "http", config.cl());
        start(config, config.exporterService(), SimulatedNode.Kind.EXPORTER, "http", config.el());
    }

    private void start(
            SyncConfig config, String service, SimulatedNode.Kind kind, String endpoint, SyncConfig.Client client)
            throws IOException {
        int port = freePort();
        Command command =
                java(kind, port).with(client.image()).with(client.arguments().toArray(new String[0]));
        processes.start(config.environment(), service, command, Map.of(endpoint, "http://127.0.0.1:" + port));
    }

    private Command java(SimulatedNode.Kind kind, int port) {
        Command java = setsid() ? Command.of(SETSID, javaPath()) : Command.of(javaPath());
        return java.with(
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"))
                .with(SimulatedNode.class.getName(), kind.name(), Integer.toString(port), syncTime.toString());
    }

    private static String javaPath() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static boolean setsid() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, SETSID)));
    }

    private static int freePort() throws IOException {
        for (int tries = 0; tries < PORTS; tries++) {
            int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("there is no free port for a node");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false; // taken
        }
    }
}
