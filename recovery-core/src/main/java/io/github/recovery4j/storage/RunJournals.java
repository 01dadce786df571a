package io.github.recovery4j.storage;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.journal.Journal;

/**
 * The journals of runs: what a run records besides its state. The journal of a run is removed with the run.
 *
 * <p>Safe for use by many threads.
 */
public interface RunJournals {

    /**
     * Opens the journal of a run for its owner; it is created if there is none. Its owner opens it once.
     *
     * @param run whose
     * @param token the fencing token of the run's lease; every write of the journal checks that it is the current one, and
     *     throws a {@link io.github.recovery4j.checkpoint.FencedException} if it is not
     * @return the open journal, to be closed by the caller
     * @throws io.github.recovery4j.checkpoint.FencedException if the token is not the current one
     * @throws io.github.recovery4j.checkpoint.StoreException if the medium fails
     */
    Journal open(RunKey run, long token);
}
