package io.github.recovery4j.benchmarks.peers;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest state of each of many keys, where a key stands for a run. Any number of threads may save, but only
 * one thread saves a key.
 *
 * <p>Checked exceptions differ from peer to peer, and all of them end a measurement: so each method may throw any.
 */
interface Store extends AutoCloseable {

    /** Saves a state; it is durable when this returns. */
    void save(int key, byte[] state) throws Exception;

    /**
     * {@return the newest state of a key, or null if there is none} Asked only of a store that has just been opened and
     * has saved nothing since.
     */
    byte @Nullable [] load(int key) throws Exception;

    @Override
    void close() throws Exception;
}
