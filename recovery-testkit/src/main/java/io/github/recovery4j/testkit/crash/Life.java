package io.github.recovery4j.testkit.crash;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One life of the process under test. It counts the boundaries that are passed, dies at one of them, and from then on
 * refuses everything on every thread: a dead process does nothing. What another thread was doing at that moment is done
 * to its end, as if it had been just before. Safe for use by many threads.
 */
final class Life {

    /** The number of no boundary: a life that goes on to its end. */
    static final int NEVER = 0;

    private final int fatal;
    private final Consumer<Boundary> death;
    private int passed;
    private int busy;
    private boolean over;
    private boolean dead;
    private @Nullable Boundary diedAt;

    /**
     * Begins a life.
     *
     * @param fatal the number of the boundary at which it ends
     * @param death is told where it ends; what does not return leaves the process frozen there
     */
    Life(int fatal, Consumer<Boundary> death) {
        this.fatal = fatal;
        this.death = death;
    }

    /** Something to do while alive. */
    @FunctionalInterface
    interface Action<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    /** Passes the boundary before, does it, and passes the boundary after, unless it failed. */
    <T extends @Nullable Object, E extends Exception> T doing(Deed deed, Action<T, E> action) throws E {
        pass(deed.before());
        T result = alive(action);
        pass(deed.after());
        return result;
    }

    void doing(Deed deed, Runnable action) {
        doing(deed, () -> {
            action.run();
            return true;
        });
    }

    /** Does something that passes no boundary. */
    <T extends @Nullable Object, E extends Exception> T alive(Action<T, E> action) throws E {
        begin();
        try {
            return action.run();
        } finally {
            end();
        }
    }

    synchronized void pass(String where) {
        requireAlive();
        passed++;
        if (passed == fatal) {
            Boundary here = new Boundary(passed, where);
            death.accept(here);
            diedAt = here;
            die();
            requireAlive();
        }
    }

    private synchronized void begin() {
        requireAlive();
        busy++;
    }

    private synchronized void end() {
        busy--;
        notifyAll();
    }

    private void requireAlive() {
        if (dead) {
            throw new ProcessDeath();
        }
    }

    /** Dies here and now, wherever that is. */
    synchronized void die() {
        dead = true;
        notifyAll();
    }

    /** The work has ended, in one way or the other. */
    synchronized void over() {
        over = true;
        notifyAll();
    }

    synchronized int passed() {
        return passed;
    }

    synchronized Optional<Boundary> diedAt() {
        return Optional.ofNullable(diedAt);
    }

    synchronized boolean isDead() {
        return dead;
    }

    /** Waits until the work has ended or the process has died. */
    synchronized void awaitEnd() throws InterruptedException {
        while (!over && !dead) {
            wait();
        }
    }

    /** Waits, after the death, until nothing is being done any more, but not for ever. */
    synchronized void awaitRest(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (busy > 0 && end - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        }
    }
}
