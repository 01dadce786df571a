package io.github.recovery4j.step;

import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.storage.RunJournals;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of a run in the hands of its owner, and what its records add up to. Each record is durable before it
 * counts. Safe for use by many threads; those that record at the same moment share a sync.
 */
public final class StepJournal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StepJournal.class);

    private final RunKey run;
    private final Journal journal;
    private final boolean required;
    private final StepHistory history;

    private StepJournal(RunKey run, Journal journal, boolean required) {
        this.run = run;
        this.journal = journal;
        this.required = required;
        this.history = new StepHistory(run);
    }

    /**
     * Opens the journal of a run and reads it.
     *
     * @param journals where
     * @param run whose
     * @param token the fencing token of its lease
     * @param required whether a record that cannot be written is a failure; if not, it is a warning, and the work goes on
     * @return the open journal
     * @throws StoreException if it cannot be read
     */
    public static StepJournal open(RunJournals journals, RunKey run, long token, boolean required) {
        StepJournal opened = new StepJournal(run, journals.open(run, token), required);
        try {
            opened.history.lost(opened.journal.replay(0, entry -> opened.history.add(run, entry)));
            return opened;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    /** {@return whose it is} */
    public RunKey run() {
        return run;
    }

    /** {@return what its records add up to} */
    public StepHistory history() {
        return history;
    }

    /**
     * Records what happened, durably.
     *
     * @param record what
     * @throws FencedException if the run belongs to somebody else now
     * @throws StoreException if the medium fails, and this is required not to happen
     */
    public void record(StepRecord record) {
        OptionalLong position = append(
                "What step '%s' did".formatted(record.step()), record.kind().type(), record.encoded());
        if (position.isPresent()) {
            history.add(record, position.getAsLong());
        } else {
            history.addUnwritten(record);
        }
    }

    /**
     * Records that a cursor moved, durably.
     *
     * @param type the type of the entry
     * @param payload its bytes
     * @return the names of the steps that are not done any more, because they hung on places that do not hold any more
     * @throws FencedException if the run belongs to somebody else now
     * @throws StoreException if the medium fails, and this is required not to happen
     */
    public List<String> move(int type, ByteBuffer payload) {
        append("A move of a cursor", type, payload.duplicate());
        return history.moved(type, payload);
    }

    /** The position; empty if it could not be written, and does not have to be. */
    private OptionalLong append(String what, int type, ByteBuffer payload) {
        try {
            return OptionalLong.of(journal.append(type, Sync.now(), payload));
        } catch (FencedException e) {
            throw e;
        } catch (StoreException e) {
            if (required) {
                throw e;
            }
            log.warn("{} in {} was not recorded, it may happen again after a crash: {}", what, run, e.getMessage());
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        try {
            journal.close();
        } catch (StoreException e) {
            log.warn("The journal of {} was not closed in peace: {}", run, e.getMessage());
        }
    }
}
