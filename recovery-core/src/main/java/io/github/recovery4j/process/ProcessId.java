package io.github.recovery4j.process;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One process of this machine. Its number alone does not name it, as numbers are used again; together with the time of its
 * start it does. A value that can be saved and asked after a restart.
 *
 * @param pid its number
 * @param startedAt when it was started, as the operating system tells
 */
public record ProcessId(long pid, Instant startedAt) {

    /** Start times are told relative to the boot of the machine, which shifts when its clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    /**
     * Names a process.
     *
     * @param process a living process
     * @return its name
     * @throws IOException if the operating system does not tell when it was started, or it has ended already
     */
    public static ProcessId of(ProcessHandle process) throws IOException {
        return new ProcessId(
                process.pid(),
                process.info()
                        .startInstant()
                        .orElseThrow(() -> new IOException(
                                "It cannot be told when process %d was started".formatted(process.pid()))));
    }

    /**
     * Tells whether the process is alive. One that has ended and is still listed, as its parent has not asked for its exit
     * code, is not.
     *
     * @return whether it is alive
     * @throws IOException if that cannot be told
     */
    public boolean isAlive() throws IOException {
        return find(pid).filter(this::startedLike).isPresent();
    }

    /**
     * Ends the process, if it is alive, and its descendants.
     *
     * @param grace how long they may take to end when they are asked to; then they are killed
     * @throws IOException if it cannot be told whether the process is alive
     * @throws InterruptedException if the thread is interrupted; they are killed at once then
     */
    public void stop(Duration grace) throws IOException, InterruptedException {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isPresent() && isAlive()) {
            ProcessTree.of(process.get()).stop(grace);
        }
    }

    /**
     * Tells whether the process is stopped, by SIGSTOP or by the terminal, until it gets a SIGCONT. One that is being debugged
     * is not.
     *
     * @return whether it is stopped; not where that cannot be told, which is everywhere but on Linux
     */
    public boolean isStopped() {
        return ProcessHandle.of(pid).filter(ProcFiles::isStopped).isPresent();
    }

    /**
     * Sends a signal to the process alone, not to what it has started.
     *
     * @param signal its name without SIG, such as {@code HUP}
     * @throws IllegalArgumentException if that is no name of a signal
     * @throws IOException if the process has ended, or the signal cannot be sent
     * @throws InterruptedException if the thread is interrupted
     */
    public void signal(String signal) throws IOException, InterruptedException {
        Signal named = new Signal(signal);
        if (!isAlive()) {
            throw new IOException("SIG%s was not sent: %s has ended".formatted(signal, this));
        }
        named.send(List.of(pid));
    }

    /**
     * Finds a process by its number alone.
     *
     * @param pid its number
     * @return the process that has it now; empty if none is alive
     * @throws IOException if there is one, and it cannot be told when it was started
     */
    public static Optional<ProcessId> find(long pid) throws IOException {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessId::runs);
        Optional<Instant> start = process.flatMap(found -> found.info().startInstant());
        if (start.isEmpty() && process.filter(ProcessId::runs).isPresent()) {
            throw new IOException("There is a process %d, but it cannot be told when it was started".formatted(pid));
        }
        return start.map(at -> new ProcessId(pid, at));
    }

    /** It was not started before, whatever was done to the clock since. */
    Instant earliestStart() {
        return startedAt.minus(TOLERANCE);
    }

    private boolean startedLike(ProcessId other) {
        return Duration.between(other.startedAt, startedAt).abs().compareTo(TOLERANCE) <= 0;
    }

    /** Whether it is alive, and not only listed. */
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && !ProcFiles.hasEnded(process);
    }

    @Override
    public String toString() {
        return "process %d of %s".formatted(pid, startedAt);
    }
}
