package io.github.recovery4j.time;

import java.time.Duration;

/**
 * Lets the calling thread pass some time, so that tests can pass it at once.
 *
 * <p>Implementations are safe for use by many threads.
 */
@FunctionalInterface
public interface Waiter {

    /**
     * Returns after {@code pause}.
     *
     * @param pause how long to wait; zero or negative returns at once
     * @throws InterruptedException if the thread is interrupted before or while it waits
     */
    void await(Duration pause) throws InterruptedException;

    /** {@return the waiter that puts the calling thread to sleep} */
    static Waiter system() {
        return pause -> Thread.sleep(Math.max(0, pause.toMillis()));
    }
}
