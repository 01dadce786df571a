package io.github.recovery4j.thread;

/**
 * Interrupts one thread if it has not ended in time, and takes the interrupt back when it has, so that it does not leak.
 * An interrupt of somebody else that came first is theirs, and stays. One that comes after the time was over cannot be told from
 * ours, and is taken back with it: who has to hear of such interrupts needs another way to know, or lets the code run on a
 * thread of its own.
 */
public final class TimeLimit {

    private final Thread worker;
    private boolean ended;
    private boolean expired;
    private boolean interrupted;

    /**
     * Creates a limit.
     *
     * @param worker the thread that has to end in time
     */
    public TimeLimit(Thread worker) {
        this.worker = worker;
    }

    /** The time is over: interrupts the worker, unless it has ended. */
    public synchronized void expire() {
        if (!ended) {
            expired = true;
            interrupted = !worker.isInterrupted();
            worker.interrupt();
        }
    }

    /** {@return whether the time was over before} Called by the worker at its end, as often as it likes. */
    public synchronized boolean end() {
        if (!ended && interrupted) {
            Thread.interrupted();
        }
        ended = true;
        return expired;
    }
}
