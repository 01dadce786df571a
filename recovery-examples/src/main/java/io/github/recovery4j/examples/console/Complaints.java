package io.github.recovery4j.examples.console;

import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.lease.LeaseException;
import java.io.IOException;
import picocli.CommandLine;

/** What a command says when it was used wrongly, or fails: one line where a user can do something about it. */
public final class Complaints
        implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {

    private Complaints() {}

    /**
     * Lets a command complain like this.
     *
     * @param command the command, with its name
     * @return the command
     */
    public static CommandLine of(CommandLine command) {
        Complaints complaints = new Complaints();
        return command.setParameterExceptionHandler(complaints).setExecutionExceptionHandler(complaints);
    }

    @Override
    public int handleParseException(CommandLine.ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        complain(command, Words.problem(wrong));
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof IOException
                || failure instanceof IllegalArgumentException
                || failure instanceof JournalException
                || failure instanceof LeaseException
                || failure instanceof StoreException) {
            complain(command, Words.problem(failure));
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }

    private static void complain(CommandLine command, String what) {
        command.getErr().println(command.getCommandSpec().root().name() + ": " + what);
    }
}
