package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.examples.console.Complaints;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code aggregator}: a book of the payments on several chains, which survives whatever happens to it. */
@Command(
        name = "aggregator",
        mixinStandardHelpOptions = true,
        version = "Recovery4j aggregator example",
        description = "Keeps a book of the payments on several Ethereum chains.",
        subcommands = {Follow.class, ShowBook.class, Restore.class, RunChain.class},
        synopsisSubcommandLabel = "COMMAND")
public final class Aggregator {

    private Aggregator() {}

    /**
     * The command.
     *
     * @param args its command line
     */
    public static void main(String[] args) {
        System.exit(Complaints.of(new CommandLine(new Aggregator())).execute(args));
    }
}
