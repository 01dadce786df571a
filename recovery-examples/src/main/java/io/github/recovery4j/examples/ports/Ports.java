package io.github.recovery4j.examples.ports;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.warm.SyncLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code ports}: mirrors the links of this network namespace into a directory until it is stopped. */
@CommandLine.Command(
        name = "ports",
        mixinStandardHelpOptions = true,
        description = "Mirrors the links of this network namespace into a directory, a file for each.")
final class Ports implements Callable<Integer> {

    @Option(names = "--store", description = "where the files go; ports by default", paramLabel = "DIR")
    private Path store = Path.of("ports");

    @Option(names = "--state", description = "what is remembered; .recovery by default", paramLabel = "DIR")
    private Path state = Path.of(".recovery");

    @Option(
            names = "--limit",
            description = "how many seconds a restart may wait for the links; 10 by default",
            paramLabel = "SECONDS")
    private long limit = 10;

    private Ports() {}

    @Override
    public Integer call() throws Exception {
        LinkTable kernel = new LinkTable(io.github.recovery4j.process.Command.of("ip"));
        try (Recovery recovery = Recovery.at(state);
                PortMirror mirror = new PortMirror(
                        recovery, kernel, new PortStore(store), SyncLimit.after(Duration.ofSeconds(limit)))) {
            Runtime.getRuntime().addShutdownHook(new Thread(mirror::close));
            System.out.println(mirror.ports().start().describe());
            mirror.dump();
            System.out.println(mirror.ports().complete().describe());
            mirror.follow();
        }
        return 0;
    }

    /**
     * Runs it.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Ports()).execute(arguments));
    }
}
