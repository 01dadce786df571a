package io.github.recovery4j.step;

import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.storage.RunJournals;
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
    private final StepHistory history = new StepHistory();

    private StepJournal(RunKey run, Journal journal, boolean required) {
        this.run = run;
        this.journal = journal;
        this.required = required;
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
        try {
            history.add(record, journal.append(record.kind().type(), Sync.now(), record.encoded()));
        } catch (FencedException e) {
            throw e;
        } catch (StoreException e) {
            if (required) {
                throw e;
            }
            log.warn(
                    "What step '{}' of {} did was not recorded, it may be done again after a crash: {}",
                    record.step(),
                    run,
                    e.getMessage());
            history.addUnwritten(record);
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
