package io.github.recovery4j.warm;

import java.time.Duration;

/** Calls later. */
interface Timer extends AutoCloseable {

    /** Calls a task once. */
    void after(Duration time, Runnable task);

    /** Calls a task again and again; it must not throw. */
    void every(Duration time, Runnable task);

    /** Calls nothing any more. What is being called is interrupted. */
    @Override
    void close();
}
