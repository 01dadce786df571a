package io.github.recovery4j.benchmarks.peers;

import java.util.function.IntFunction;

/** A store that can take many states at once, as a log of events that is replayed later would be written. */
interface BulkStore extends Store {

    /** How many states go into one transaction, where there are transactions. */
    int BATCH = 10_000;

    /** Saves a state for each key from 0 on; all are durable when this returns. */
    void fill(int keys, IntFunction<byte[]> states) throws Exception;

    /** {@return how many bytes all states have together} Every one of them is read as bytes on the heap. */
    long scan() throws Exception;
}
