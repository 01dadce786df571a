package io.github.recovery4j.step;

/**
 * Interrupts one thread if it has not ended in time, and takes the interrupt back when it has, so that it does not leak.
 * An interrupt of somebody else that came first is theirs, and stays.
 */
final class TimeLimit {

    private final Thread worker;
    private boolean ended;
    private boolean expired;
    private boolean interrupted;

    TimeLimit(Thread worker) {
        this.worker = worker;
    }

    synchronized void expire() {
        if (!ended) {
            expired = true;
            interrupted = !worker.isInterrupted();
            worker.interrupt();
        }
    }

    /** Called by the worker; true if its time was over before. */
    synchronized boolean end() {
        if (!ended && interrupted) {
            Thread.interrupted();
        }
        ended = true;
        return expired;
    }
}
