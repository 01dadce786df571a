package io.github.recovery4j.memory;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.lease.LocalLeases;
import io.github.recovery4j.storage.RunJournals;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.time.Ticker;
import java.time.InstantSource;

/**
 * Keeps everything in memory, under the same contract as every other storage: leases expire, tokens are checked, what
 * is read is never an alias of what was saved. It keeps the two newest generations of a run.
 *
 * <p>Nothing survives the process.
 */
public final class MemoryStorage implements Storage {

    private static final String NAME = "the storage in memory";

    private final LocalLeases leases;
    private final MemoryJournals journals;
    private final MemoryNamedJournals named = new MemoryNamedJournals(NAME);
    private final MemoryCheckpoints checkpoints;

    private MemoryStorage(Ticker ticker, InstantSource clock) {
        leases = new LocalLeases(NAME, 1, ticker, clock);
        journals = new MemoryJournals(leases, NAME);
        checkpoints = new MemoryCheckpoints(leases, journals, NAME);
    }

    /** {@return a new, empty storage} */
    public static MemoryStorage create() {
        return create(Ticker.system(), InstantSource.system());
    }

    /**
     * {@return a new, empty storage on the given clocks}
     *
     * @param ticker measures the time to live of leases
     * @param clock stamps acquisitions
     */
    public static MemoryStorage create(Ticker ticker, InstantSource clock) {
        return new MemoryStorage(ticker, clock);
    }

    @Override
    public CheckpointStore checkpoints() {
        return checkpoints;
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public RunJournals journals() {
        return journals;
    }

    @Override
    public NamedJournals namedJournals() {
        return named;
    }

    @Override
    public String describe() {
        return NAME;
    }

    @Override
    public void close() {
        checkpoints.close();
        journals.close();
        named.close();
        leases.close();
    }
}
