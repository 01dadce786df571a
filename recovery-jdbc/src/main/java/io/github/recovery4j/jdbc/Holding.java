package io.github.recovery4j.jdbc;

import java.util.concurrent.atomic.AtomicLong;

/** What this process knows of something that it owns, and that a server may have forgotten. */
final class Holding {

    private final long token;
    private final AtomicLong generation = new AtomicLong();
    private volatile boolean gone;

    Holding(long token) {
        this.token = token;
    }

    long token() {
        return token;
    }

    /** The newest generation that was acknowledged. */
    long generation() {
        return generation.get();
    }

    void acknowledge(long saved) {
        generation.accumulateAndGet(saved, Math::max);
    }

    /** It was removed by its owner, and the lease with it. */
    void remove() {
        gone = true;
    }

    boolean gone() {
        return gone;
    }
}
