package io.github.recovery4j.testkit;

import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Time that passes only when it is told to. It is a wall clock, a monotonic clock and a waiter in one:
 *
 * <pre>{@code
 * ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
 * Recovery.builder().time(time, time, time) …
 * time.advance(Duration.ofHours(1));      // both clocks
 * time.setWall(Instant.EPOCH);            // the wall clock alone: it was set back
 * }</pre>
 *
 * <p>Waiting does not block: {@link #await} lets the time pass itself and returns, so code that waits for an hour takes
 * no time at all. When several threads wait, each lets its own pause pass, one after the other.
 *
 * <p>Safe for use by many threads.
 */
public final class ManualTime implements Ticker, Waiter, InstantSource {

    private Instant wall;
    private long nanos;

    private ManualTime(Instant wall) {
        this.wall = wall;
    }

    /**
     * {@return a time that stands still}
     *
     * @param wall what the wall clock shows; the monotonic clock shows zero
     */
    public static ManualTime startingAt(Instant wall) {
        return new ManualTime(wall);
    }

    /**
     * Lets time pass, on both clocks.
     *
     * @param duration how much; zero does nothing
     * @throws IllegalArgumentException if it is negative: a monotonic clock never goes back
     */
    public synchronized void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Time passes forward only, got " + duration);
        }
        wall = wall.plus(duration);
        nanos += duration.toNanos();
    }

    /**
     * Sets the wall clock, forth or back. The monotonic clock does not notice.
     *
     * @param now what it shows from now on
     */
    public synchronized void setWall(Instant now) {
        this.wall = now;
    }

    /** {@return what the wall clock shows} */
    @Override
    public synchronized Instant instant() {
        return wall;
    }

    /** {@return what the monotonic clock shows: how much time has passed since the start} */
    @Override
    public synchronized long nanos() {
        return nanos;
    }

    /**
     * Lets the pause pass, and returns at once.
     *
     * @param pause how long to wait; zero or negative lets nothing pass
     * @throws InterruptedException if the thread is interrupted; nothing passes then
     */
    @Override
    public void await(Duration pause) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before waiting for " + pause);
        }
        if (!pause.isNegative()) {
            advance(pause);
        }
    }
}
