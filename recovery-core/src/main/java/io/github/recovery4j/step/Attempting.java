package io.github.recovery4j.step;

import java.time.Duration;
import java.util.concurrent.Future;

/** The attempt of a run that steps belong to, as they see it. */
public interface Attempting {

    /** Throws what leaves the work if it is asked to stop, and nothing new may begin. */
    void throwIfStopped();

    /**
     * {@return whether an exception is the work's way to stop, and no failure of a step}
     *
     * @param thrown what a step threw
     */
    boolean isStop(Exception thrown);

    /** Interrupts the thread of the work again if it is asked to stop: a step may have taken that interrupt for its own. */
    void interruptAgain();

    /**
     * Does something later, on a thread of its own.
     *
     * @param delay when
     * @param task what
     * @return to cancel it
     */
    Future<?> later(Duration delay, Runnable task);
}
