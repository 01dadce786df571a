package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Interrupts a thread at moments drawn by chance, again as soon as the thread has seen the interrupt before. So each one
 * that was delivered can be asked for: between its delivery and {@link #seen} the flag must be set.
 */
final class Interrupter {

    private static final int LONGEST_PAUSE = 200_000;

    private final Thread victim;
    private final Random random;
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong seen = new AtomicLong();
    private final AtomicBoolean done = new AtomicBoolean();

    Interrupter(Thread victim, long seed) {
        this.victim = victim;
        this.random = new Random(seed);
    }

    /** Interrupts until it is {@link #end ended}. */
    void run() {
        while (!done.get()) {
            pause();
            if (seen.get() == delivered.get()) {
                victim.interrupt();
                delivered.incrementAndGet();
            }
        }
    }

    /** The moment is chosen by chance, so there is no condition to wait for. */
    private void pause() {
        LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE));
    }

    /** Called by the victim after each call that may not lose an interrupt. */
    void requireKept(String call) {
        boolean due = delivered.get() > seen.get();
        boolean flag = Thread.interrupted();
        assertThat(flag || !due).as("an interrupt is kept by %s", call).isTrue();
        if (flag) {
            seen.incrementAndGet();
        }
    }

    void end() {
        done.set(true);
    }

    long count() {
        return delivered.get();
    }
}
