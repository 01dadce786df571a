package io.github.recovery4j.storage;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.lease.LeaseStore;

/**
 * Checkpoints, journals and leases of one place. They belong together: what is written carries the tokens of the leases.
 *
 * <p>Safe for use by many threads.
 */
public interface Storage extends AutoCloseable {

    /** {@return where checkpoints are kept} */
    CheckpointStore checkpoints();

    /** {@return where leases are kept} */
    LeaseStore leases();

    /** {@return where runs record what they do besides their state} */
    RunJournals journals();

    /** {@return journals that belong to a name and to no run: those of ledgers. {@link Transfer} leaves them where they are} */
    NamedJournals namedJournals();

    /** {@return what and where this is, in a few words for people} */
    String describe();

    /**
     * Frees what the storage holds. Leases that are still held end like those of a crashed owner. Closing twice does
     * nothing more.
     */
    @Override
    void close();
}
