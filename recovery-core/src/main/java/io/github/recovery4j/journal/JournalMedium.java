package io.github.recovery4j.journal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where a {@link MediumJournal} keeps its records: a table, a service. Written by one thread at a time, read by many, also
 * meanwhile.
 */
public interface JournalMedium extends AutoCloseable {

    /**
     * Makes some records durable, all of them or none, directly behind those that were written before.
     *
     * @param records in order, each {@linkplain FileJournal#space behind the space} of the one before; their payloads are
     *     valid until this returns
     * @throws NothingWrittenException if nothing was changed; the same positions may be used for other records then
     * @throws IOException if it is not known what was written
     */
    void write(List<Entry> records) throws IOException;

    /**
     * Shows what is durable between two positions, in order.
     *
     * @param from the first position that matters
     * @param end the position behind all that matters
     * @param reader gets the records; what it throws ends the replay. It may use the journal
     * @return what could not be read
     */
    List<Gap> replay(long from, long end, JournalReader reader);

    /**
     * {@return the intact record at a position, if there is one}
     *
     * @param position where
     */
    Optional<Entry> read(long position);

    /** {@return the position from which on a replay shows everything} */
    long start();

    /**
     * Allows what lies before a position to be forgotten, but for the newest record.
     *
     * @param position at most the end of what is durable
     */
    void release(long position);

    /** Ends the use of the medium; nothing is written after that. */
    @Override
    void close();
}
