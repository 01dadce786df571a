package io.github.recovery4j.job;

import io.github.recovery4j.step.Attempting;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.Future;

/**
 * An attempt as its steps see it.
 *
 * @param stop asks its work to stop
 * @param timers tell when a step took too long
 */
record StopAware(StopSignal stop, Timers timers) implements Attempting {

    @Override
    public void throwIfStopped() {
        stop.reason().ifPresent(reason -> {
            throw new RunStoppedException(reason);
        });
    }

    @Override
    public boolean isStop(Exception thrown) {
        return thrown instanceof InterruptedException
                || thrown instanceof RunStoppedException
                || (stop.reason().isPresent() && leaves(thrown));
    }

    /** Whether an exception, or what caused it, is the work's way to stop. */
    static boolean leaves(Throwable thrown) {
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof InterruptedException
                    || e instanceof RunStoppedException
                    || e instanceof InterruptedIOException
                    || e instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void interruptAgain() {
        stop.interruptAgain();
    }

    @Override
    public Future<?> later(Duration delay, Runnable task) {
        return timers.timeout(delay, task);
    }
}
