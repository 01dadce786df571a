package io.github.recovery4j.storage;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.LeaseStore;
import java.util.List;
import java.util.function.Predicate;

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

    /**
     * Finds the runs that nobody works on, for whoever takes over. Nothing is taken or changed.
     *
     * @param asked tells which runs the caller wants to know about; called at most once for each run, and for all runs that
     *     may be in the answer
     * @return those of them that may be unfinished and have no owner, in no particular order. Finished ones may be among
     *     them, and those of which it cannot be told: whoever tries to take one finds out
     * @throws io.github.recovery4j.checkpoint.StoreException if it cannot be told which runs there are
     */
    default List<RunKey> unowned(Predicate<RunKey> asked) {
        return checkpoints().jobs().stream()
                .flatMap(job -> checkpoints().runs(job).stream())
                .filter(asked)
                .filter(run -> !isOwned(run))
                .toList();
    }

    private boolean isOwned(RunKey run) {
        try {
            return leases().holder(LeaseKey.of(run)).isPresent();
        } catch (LeaseException e) {
            return false; // one of which it cannot be told must not hide the others
        }
    }

    /**
     * Tells somebody from now on when a run may have been given back, by whichever process. A storage that cannot tell, as is
     * the case by default, never does: who waits for runs looks again and again anyway.
     *
     * @param listener is called from any thread, and returns at once; it may be called too often
     * @return ends it
     */
    default Hearing onRelease(Runnable listener) {
        return () -> {};
    }

    /** Somebody is told something, until this is closed. */
    @FunctionalInterface
    interface Hearing extends AutoCloseable {

        /** Ends it; doing so twice does nothing more. */
        @Override
        void close();
    }

    /** {@return what and where this is, in a few words for people} */
    String describe();

    /**
     * Frees what the storage holds. Leases that are still held end like those of a crashed owner. Closing twice does
     * nothing more.
     */
    @Override
    void close();
}
