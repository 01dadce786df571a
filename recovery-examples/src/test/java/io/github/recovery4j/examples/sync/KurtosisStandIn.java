package io.github.recovery4j.examples.sync;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The executable in the place of Kurtosis that {@code recovery-core} tests its adapter with, and nodes for its enclaves. */
final class KurtosisStandIn implements AutoCloseable {

    private static final Path PROGRAM = Path.of("../recovery-core/src/test/kurtosis/kurtosis");

    private static final Duration SLOW = Duration.ofHours(1);

    private final Path directory;
    private final HttpServer el;
    private final HttpServer cl;

    private KurtosisStandIn(Path directory, HttpServer el, HttpServer cl) {
        this.directory = directory;
        this.el = el;
        this.cl = cl;
    }

    /** Puts a link to it into a directory: what was just written may be busy when it is started. */
    static KurtosisStandIn in(Path directory) throws IOException {
        Files.createSymbolicLink(directory.resolve("kurtosis"), PROGRAM.toRealPath());
        HttpServer el = SimulatedNode.serve(SimulatedNode.Kind.EXECUTION, SLOW, 0);
        HttpServer cl = SimulatedNode.serve(SimulatedNode.Kind.CONSENSUS, SLOW, 0);
        return new KurtosisStandIn(directory, el, cl);
    }

    /** What the next enclaves are made of. */
    void has(String execution, String consensus) throws IOException {
        Files.writeString(directory.resolve("services"), """
                el-1-%1$s-%2$s rpc=127.0.0.1:%3$d,ws=127.0.0.1:1 RUNNING
                cl-1-%2$s-%1$s http=http://127.0.0.1:%4$d RUNNING
                ethereum-metrics-exporter-1-%2$s-%1$s <none> RUNNING
                """.formatted(
                execution, consensus, el.getAddress().getPort(), cl.getAddress().getPort()));
    }

    /** Lets the nodes be in sync. */
    void finish() throws IOException, InterruptedException {
        for (HttpServer node : List.of(el, cl)) {
            SyncHome.finish(URI.create("http://127.0.0.1:" + node.getAddress().getPort()));
        }
    }

    /** How the engine behaves from now on, before anything else is done; nothing lets it work. */
    void engine(String script) throws IOException {
        Files.writeString(directory.resolve("engine"), script + "\n");
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    List<String> calls() throws IOException {
        return Files.readAllLines(file("calls"));
    }

    List<String> enclaves() throws IOException {
        try (Stream<Path> files = Files.list(file("enclaves"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    Path enclave(SavedRun run) {
        return file("enclaves").resolve(run.config().environment());
    }

    @Override
    public void close() {
        el.stop(0);
        cl.stop(0);
    }
}
