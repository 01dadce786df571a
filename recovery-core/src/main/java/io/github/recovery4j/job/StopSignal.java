package io.github.recovery4j.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the work of one attempt to stop: once, for one reason, with one interrupt of the thread that executes it. The
 * interrupt is taken back when the work has ended, so that it does not leak into the caller.
 */
final class StopSignal {

    private final Thread worker;
    private @Nullable StopReason reason;
    private boolean interrupted;
    private boolean ended;

    StopSignal(Thread worker) {
        this.worker = worker;
    }

    /** Asks the work to stop; false if it was asked before or has ended. To be followed by {@link #interrupt}. */
    synchronized boolean request(StopReason why) {
        if (reason != null || ended) {
            return false;
        }
        reason = why;
        return true;
    }

    /** Wakes the work, which was asked to stop, unless it has ended meanwhile. */
    synchronized void interrupt() {
        if (!ended) {
            interrupted = true;
            worker.interrupt();
        }
    }

    /** Called by a thread that took an interrupt for its own: if it was ours too, it is given back. */
    synchronized void interruptAgain() {
        if (interrupted && !ended && Thread.currentThread() == worker) {
            worker.interrupt();
        }
    }

    synchronized Optional<StopReason> reason() {
        return Optional.ofNullable(reason);
    }

    /** Called by the worker when the work has ended; tells for good whether it was asked to stop before. */
    synchronized Optional<StopReason> end() {
        if (!ended && interrupted) {
            Thread.interrupted(); // ours; whoever stopped us knows
        }
        ended = true;
        return Optional.ofNullable(reason);
    }
}
