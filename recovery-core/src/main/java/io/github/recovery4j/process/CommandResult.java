package io.github.recovery4j.process;

/**
 * How a command ended by itself.
 *
 * @param exitCode its exit code; 128 and the number of a signal if that killed it, or a program that it waited for
 * @param out what it wrote to its standard output
 * @param err what it wrote to its standard error
 */
public record CommandResult(int exitCode, Output out, Output err) {

    private static final int SIGNALS = 128;
    private static final int HIGHEST_SIGNAL = 64;

    /** {@return whether it ended with 0} */
    public boolean succeeded() {
        return exitCode == 0;
    }

    /** {@return whether it was killed by a signal, as far as the exit code tells} */
    public boolean killed() {
        return killed(exitCode);
    }

    /** {@return the exit code and the last line it wrote, for messages; rather to its standard error} */
    public String summary() {
        String said = err.lastLine().isEmpty() ? out.lastLine() : err.lastLine();
        String ended = describe(exitCode);
        return said.isEmpty() ? ended : ended + ", " + said;
    }

    /**
     * {@return what an exit code tells, for messages}
     *
     * @param exitCode of a process that has ended
     */
    public static String describe(int exitCode) {
        return killed(exitCode) ? "killed by signal " + (exitCode - SIGNALS) : "exit code " + exitCode;
    }

    private static boolean killed(int exitCode) {
        return exitCode > SIGNALS && exitCode <= SIGNALS + HIGHEST_SIGNAL;
    }
}
