package io.github.recovery4j.journal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * An append-only log of small records, with one sync for all appenders that wait at the same moment.
 *
 * <p>What every implementation guarantees:
 *
 * <ol>
 *   <li>Positions only grow, in the order in which records were appended; one is never used for two records.
 *   <li>When {@link #append} with {@link Sync#now()} returns, the record survives the death of the process and of the
 *       machine, and so does every record before it.
 *   <li>After a crash the journal holds every durable record, and of the others a beginning: if a record is there, every
 *       one before it is. What one replay showed, every later one shows.
 *   <li>A replay shows what was appended, whole and in order, or names the {@link Gap}; damage costs the record that is
 *       damaged and no other.
 *   <li>When a sync has failed, everybody who waited for it gets the failure, and nothing more is appended until the
 *       journal is opened again.
 * </ol>
 *
 * <p>What it does not do: look into records, index them, or keep two writers apart; whoever opens a journal owns it.
 *
 * <p>Safe for use by many threads. Interrupting one of them neither fails it nor harms anybody else; the interrupt is
 * kept. Every method but {@link #close} throws {@link JournalClosedException} after that.
 */
public interface Journal extends AutoCloseable {

    /**
     * Appends a record.
     *
     * @param type what it is, in the words of the caller; 0 or more
     * @param sync when it has to be durable
     * @param payload its bytes, in so many parts; handed over, they must not change any more
     * @return its position
     * @throws IllegalArgumentException if the type is negative, or the record larger than this journal takes
     * @throws JournalPoisonedException if it is not durable, or not known to be, and cannot become so
     * @throws JournalException if there is no room for it; trying again later may help
     */
    long append(int type, Sync sync, ByteBuffer... payload);

    /**
     * Makes every record durable that was appended before.
     *
     * @throws JournalPoisonedException if that failed
     */
    void sync();

    /**
     * Waits until one record is durable, and with it every record before it.
     *
     * @param position where it is, as {@link #append} told it
     * @throws JournalPoisonedException if it is not durable, and cannot become so
     */
    default void sync(long position) {
        sync();
    }

    /**
     * Reads the durable records from a position on, in order. Records that become durable meanwhile may be read or not.
     *
     * @param from the first position that matters, of a record or not; 0 for all
     * @param reader gets the records; what it throws ends the replay
     * @return what could not be read, in order; empty if all is well
     * @throws JournalException if the medium failed
     */
    List<Gap> replay(long from, JournalReader reader);

    /**
     * Reads one durable record.
     *
     * @param position where it is, as {@link #append} told it
     * @return the record, whose payload is the caller's; empty if there is none that is intact
     * @throws JournalException if the medium failed
     */
    Optional<Entry> read(long position);

    /** {@return the position from which on a replay shows everything; 0 unless something was released} */
    long start();

    /** {@return the position behind all records: the next one has it, or a later one} */
    long end();

    /**
     * Allows the records before a position to be forgotten. They are, some time: as space is given back in large pieces,
     * a replay may still show some of them, and always shows a gapless end of them.
     *
     * @param position the first position that still matters
     */
    void release(long position);

    /**
     * Makes durable what is not, and closes. Closing twice does nothing more.
     *
     * @throws JournalPoisonedException if not everything that was appended is durable
     */
    @Override
    void close();
}
