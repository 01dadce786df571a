package io.github.recovery4j.process;

import java.io.IOException;
import java.time.Duration;

/**
 * A command that was left running. A value that can be saved, and asked by later processes.
 *
 * @param process its process
 * @param mark what everything it starts has in its environment
 */
public record Launched(ProcessId process, String mark) {

    /**
     * Ends the process and everything it started, also if it has ended itself. On Linux nothing is forgotten but what
     * dropped its environment; elsewhere only descendants of a living process are found.
     *
     * @param grace how long it may take to end by itself; then it is killed
     * @throws IOException if it cannot be told whether it is alive
     * @throws InterruptedException if the thread is interrupted; it is killed at once then
     */
    public void stop(Duration grace) throws IOException, InterruptedException {
        ProcessTree tree = ProcessTree.marked(mark);
        process.find().ifPresent(tree::with);
        tree.stop(grace);
    }
}
