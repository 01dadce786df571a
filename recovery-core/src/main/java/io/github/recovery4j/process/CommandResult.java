package io.github.recovery4j.process;

/**
 * How a command ended by itself.
 *
 * @param exitCode its exit code; above 128 if a signal killed it, or what it stood for
 * @param out what it wrote to its standard output
 * @param err what it wrote to its standard error
 */
public record CommandResult(int exitCode, Output out, Output err) {

    /** {@return whether it ended with 0} */
    public boolean succeeded() {
        return exitCode == 0;
    }

    /** {@return whether it was killed by a signal, as far as the exit code tells} */
    public boolean killed() {
        return exitCode > 128;
    }

    /** {@return the exit code and the last line it wrote, for messages; rather to its standard error} */
    public String summary() {
        String said = err.lastLine().isEmpty() ? out.lastLine() : err.lastLine();
        String ended = killed() ? "killed by signal " + (exitCode - 128) : "exit code " + exitCode;
        return said.isEmpty() ? ended : ended + ", " + said;
    }
}
