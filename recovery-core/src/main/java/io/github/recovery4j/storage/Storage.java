package io.github.recovery4j.storage;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.lease.LeaseStore;

/**
 * Checkpoints and leases of one place. The two belong together: the store checks the tokens that the leases carry.
 *
 * <p>Safe for use by many threads.
 */
public interface Storage extends AutoCloseable {

    /** {@return where checkpoints are kept} */
    CheckpointStore checkpoints();

    /** {@return where leases are kept} */
    LeaseStore leases();

    /** {@return what and where this is, in a few words for people} */
    String describe();

    /**
     * Frees what the storage holds. Leases that are still held end like those of a crashed owner. Closing twice does
     * nothing more.
     */
    @Override
    void close();
}
