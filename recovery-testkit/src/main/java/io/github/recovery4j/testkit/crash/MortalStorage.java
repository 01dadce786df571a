package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.storage.ForwardingStorage;
import io.github.recovery4j.storage.RunJournals;
import io.github.recovery4j.storage.Storage;
import java.util.concurrent.atomic.AtomicInteger;

/** A storage in the hands of a process that may die: each acknowledgement is a boundary of its life. */
final class MortalStorage extends ForwardingStorage {

    private final MortalCheckpoints checkpoints;
    private final MortalLeases leases;
    private final MortalJournals journals;
    private final MortalNamedJournals named;

    MortalStorage(Storage storage, Life life) {
        super(storage);
        this.checkpoints = new MortalCheckpoints(storage.checkpoints(), life);
        this.leases = new MortalLeases(storage.leases(), life);
        this.journals = new MortalJournals(storage.journals(), life);
        this.named = new MortalNamedJournals(storage.namedJournals(), life, new AtomicInteger());
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
}
