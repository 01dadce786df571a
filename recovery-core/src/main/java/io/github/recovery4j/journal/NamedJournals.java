package io.github.recovery4j.journal;

import java.util.List;

/**
 * Journals that belong to a name and to no run: each is there for everybody who opens the same place, and one at a time has
 * it open. They are never removed, and one without records takes next to no space.
 *
 * <p>Safe for use by many threads. Closing the place closes all of them.
 */
public interface NamedJournals {

    /**
     * Opens a journal for this process alone, creating it if there is none.
     *
     * @param name which
     * @return the open journal, to be closed by the caller
     * @throws JournalException if somebody has it open, in this process or another, or it cannot be used; the message says
     *     why
     * @throws JournalClosedException if the place is closed
     */
    Journal open(JournalName name);

    /**
     * Reads a journal without taking part: nothing is locked, created or changed. It may be open, and the newest records
     * may be missing then.
     *
     * @param name which
     * @param from the first position that matters; 0 for all
     * @param reader gets the records, none if there is no such journal
     * @return what could not be read
     * @throws JournalException if the medium failed
     * @throws JournalClosedException if the place is closed
     */
    List<Gap> read(JournalName name, long from, JournalReader reader);
}
