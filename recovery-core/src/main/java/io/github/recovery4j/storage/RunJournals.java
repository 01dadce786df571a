package io.github.recovery4j.storage;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalReader;
import java.util.List;

/**
 * The journals of runs: what a run records besides its state. The journal of a run is removed with the run; one without
 * records takes no space.
 *
 * <p>Safe for use by many threads. Every method, and every method of an open journal, throws a {@link
 * io.github.recovery4j.checkpoint.StoreException} if the medium fails.
 */
public interface RunJournals {

    /**
     * Opens the journal of a run for its owner, who opens it once.
     *
     * @param run whose
     * @param token the fencing token of the run's lease; every write of the journal checks that it is the current one, and
     *     throws a {@link io.github.recovery4j.checkpoint.FencedException} if it is not: then it was not acknowledged,
     *     and the next owner either finds it when it opens the journal, or nobody does once that one has written
     * @return the open journal, to be closed by the caller
     * @throws io.github.recovery4j.checkpoint.FencedException if the token is not the current one
     */
    Journal open(RunKey run, long token);

    /**
     * Reads the journal of a run without taking part: nothing is locked, and nothing is changed.
     *
     * @param run whose; if it is being worked on, the newest records may be missing
     * @param reader gets the records, none if there is no such run
     * @return what could not be read
     */
    List<Gap> read(RunKey run, JournalReader reader);
}
