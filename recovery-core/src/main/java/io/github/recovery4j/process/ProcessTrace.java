package io.github.recovery4j.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * By what a process is found again, with all that it started, by whoever comes after its starter. Neither of the two is
 * enough: a program may drop its environment, and with it the mark; and of a start that was cut off, only the mark is known.
 *
 * @param mark in the environment of the process; known before it was started
 * @param process what it became; empty as long as that is not known. Nothing that is older carries the mark any more
 */
public record ProcessTrace(ProcessMark mark, Optional<ProcessId> process) {

    /** {@return a trace of a process that has not been started yet} */
    public static ProcessTrace create() {
        return new ProcessTrace(ProcessMark.create(), Optional.empty());
    }

    /**
     * {@return the same, when it is known which process it became}
     *
     * @param started the process
     */
    public ProcessTrace became(ProcessId started) {
        return new ProcessTrace(mark, Optional.of(started));
    }

    /**
     * Tells whether the process itself is alive: the same number, and the same start.
     *
     * @return whether it is alive; false if it is not known which it is
     * @throws IOException if that cannot be told
     */
    public boolean isAlive() throws IOException {
        return process.isPresent() && process.get().isAlive();
    }

    /**
     * Ends the process, its descendants, and everything else that carries the mark.
     *
     * @param grace how long they may take to end when they are asked to; then they are killed
     * @return how many there were
     * @throws IOException if it cannot be told whether the process is alive, or something cannot be killed
     * @throws InterruptedException if the thread is interrupted; they are killed at once then
     */
    public int stop(Duration grace) throws IOException, InterruptedException {
        ProcessTree tree = ProcessTree.marked(mark);
        process.ifPresent(id -> tree.since(id.earliestStart()));
        Optional<ProcessHandle> root = isAlive() ? process.flatMap(id -> ProcessHandle.of(id.pid())) : Optional.empty();
        root.ifPresent(tree::with);
        int asked = tree.stop(grace);
        tree.throwIfRunning(process.map(ProcessId::toString).orElse("a process"));
        return asked;
    }
}
