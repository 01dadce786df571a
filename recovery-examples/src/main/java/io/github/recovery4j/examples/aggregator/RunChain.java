package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.time.Waiter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a development chain on which something is paid. */
@Command(
        name = "chain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs a development chain, with payments and reorganisations, until it is stopped. Needs node and npm.")
final class RunChain implements Callable<Integer> {

    private static final int REPLACED = 3;

    @Option(names = "--port", paramLabel = "PORT", description = "Where. Default: 8545")
    private int port = 8545;

    @Option(names = "--every", paramLabel = "MILLIS", description = "How often there is a block. Default: 1000")
    private int every = 1000;

    @Option(
            names = "--replace",
            paramLabel = "BLOCKS",
            description = "Replaces the last three blocks each time there are so many more. Default: 20")
    private int replace = 20;

    @Option(
            names = "--hardhat",
            paramLabel = "DIR",
            description = "Where the npm package hardhat is, or is to be installed. Default: target/hardhat")
    private Path hardhat = Path.of("target", "hardhat");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<String> missing = Hardhat.missing();
        if (missing.isPresent()) {
            throw new IOException(missing.get());
        }
        try (DevChain chain = DevChain.start(Hardhat.installed(hardhat), "chain", port, port)) {
            System.out.printf(
                    "%s from %s; stop it with Ctrl-C%n",
                    chain.url(), chain.chain().genesis());
            long paid = 0;
            while (true) {
                paid = mine(chain, replace, paid);
                String snapshot = chain.snapshot();
                paid = mine(chain, REPLACED, paid);
                Block before = chain.head();
                chain.revert(snapshot);
                System.out.printf("%s and the two before it are replaced%n", before);
            }
        }
    }

    private long mine(DevChain chain, int blocks, long paidBefore) throws IOException, InterruptedException {
        long paid = paidBefore;
        for (int i = 0; i < blocks; i++) {
            Waiter.system().await(Duration.ofMillis(every));
            chain.pay(++paid);
            chain.mine(1);
        }
        return paid;
    }
}
