package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.storage.Storage;

/** A storage in the hands of a process that may die: each acknowledgement is a boundary of its life. */
final class MortalStorage implements Storage {

    private final Storage storage;
    private final MortalCheckpoints checkpoints;
    private final MortalLeases leases;

    MortalStorage(Storage storage, Life life) {
        this.storage = storage;
        this.checkpoints = new MortalCheckpoints(storage.checkpoints(), life);
        this.leases = new MortalLeases(storage.leases(), life);
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
    public String describe() {
        return storage.describe();
    }

    /** What the operating system does for a dead process too. */
    @Override
    public void close() {
        storage.close();
    }
}
