package io.github.recovery4j.probe;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/** Calls code that may hang, with the guarantees of a {@link Probe}. */
public final class Bounded {

    private Bounded() {}

    /**
     * Calls some code on a thread of its own.
     *
     * @param what what is called, for people
     * @param timeout when this returns at the latest, positive; code that has not ended shortly before is interrupted, and
     *     left alone when it does not end then
     * @param code the code
     * @param <T> what it returns
     * @return what it returned
     * @throws IllegalArgumentException if the timeout is not positive
     * @throws TimeoutException if it did not end in time
     * @throws InterruptedException if the thread is interrupted; the code is interrupted then too
     * @throws Exception if the code throws it, or too many calls hang that were left alone
     */
    public static <T> T call(String what, Duration timeout, Callable<T> code) throws Exception {
        return Calls.SHARED.await(Calls.SHARED.begin(what, timeout, code));
    }
}
