package io.github.recovery4j.storage;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.lease.LeaseStore;

/**
 * Hands everything on to another storage: to be extended by one that does a few things differently. Only {@link #unowned} is
 * made of {@link #checkpoints} and {@link #leases}, so that whoever does these differently does that too.
 */
public abstract class ForwardingStorage implements Storage {

    private final Storage under;

    /**
     * Creates a storage that does what another one does.
     *
     * @param under the other one
     */
    protected ForwardingStorage(Storage under) {
        this.under = under;
    }

    /** {@return the storage that everything is handed on to} */
    protected final Storage under() {
        return under;
    }

    @Override
    public CheckpointStore checkpoints() {
        return under.checkpoints();
    }

    @Override
    public LeaseStore leases() {
        return under.leases();
    }

    @Override
    public RunJournals journals() {
        return under.journals();
    }

    @Override
    public NamedJournals namedJournals() {
        return under.namedJournals();
    }

    @Override
    public Hearing onRelease(Runnable listener) {
        return under.onRelease(listener);
    }

    @Override
    public String describe() {
        return under.describe();
    }

    @Override
    public void close() {
        under.close();
    }
}
