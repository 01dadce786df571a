package io.github.recovery4j.time;

/**
 * A monotonic clock for durations. Its readings mean nothing by themselves; only their differences do. It never jumps,
 * whatever happens to the wall clock.
 *
 * <p>Implementations are safe for use by many threads.
 */
@FunctionalInterface
public interface Ticker {

    /** {@return the current reading in nanoseconds, from an arbitrary origin} */
    long nanos();

    /** {@return the ticker of this machine, {@link System#nanoTime()}} */
    static Ticker system() {
        return System::nanoTime;
    }
}
