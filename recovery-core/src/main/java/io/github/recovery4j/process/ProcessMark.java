package io.github.recovery4j.process;

import java.time.Duration;
import java.util.UUID;

/**
 * A variable in the environment of a process, and so of everything it starts: what to find them by when their parents have
 * ended, and nobody knows their numbers. A value that can be saved, and used by later processes.
 *
 * <p>It works on Linux, for processes of the same user that have not dropped their environment. Elsewhere nothing is found.
 *
 * @param text the name of the variable
 */
public record ProcessMark(String text) {

    /**
     * Checks the text.
     *
     * @throws IllegalArgumentException if it is not of a mark
     */
    public ProcessMark {
        if (!text.matches("RECOVERY4J_\\w{32}")) {
            throw new IllegalArgumentException("Not the mark of a process: " + text);
        }
    }

    /** {@return a mark that nothing has yet} */
    public static ProcessMark create() {
        return new ProcessMark("RECOVERY4J_" + UUID.randomUUID().toString().replace("-", ""));
    }

    /**
     * Ends every process with this mark.
     *
     * @param grace how long they may take to end when they are asked to; then they are killed
     * @throws InterruptedException if the thread is interrupted; they are killed at once then
     */
    public void stop(Duration grace) throws InterruptedException {
        ProcessTree.marked(this).stop(grace);
    }
}
