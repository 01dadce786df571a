package io.github.recovery4j.benchmarks;

import java.io.IOException;

/** One way to save a state durably, generation after generation. One thread. */
public interface Saver extends AutoCloseable {

    /** Saves a state; it is durable when this returns. */
    void save(byte[] state) throws IOException;

    @Override
    default void close() throws IOException {}
}
