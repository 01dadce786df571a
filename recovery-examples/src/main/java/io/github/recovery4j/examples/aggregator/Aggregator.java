package io.github.recovery4j.examples.aggregator;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

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
        System.exit(new CommandLine(new Aggregator())
                .setParameterExceptionHandler(Aggregator::wrongUse)
                .setExecutionExceptionHandler(Aggregator::failed)
                .execute(args));
    }

    private static int wrongUse(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println("aggregator: " + wrong.getMessage());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println("aggregator: " + failure.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }
}
