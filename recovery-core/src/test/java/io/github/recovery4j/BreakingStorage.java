package io.github.recovery4j;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.storage.RunJournals;
import io.github.recovery4j.storage.Storage;
import java.util.concurrent.atomic.AtomicBoolean;

/** A storage whose checkpoints cannot be read or written any more once it is broken. */
record BreakingStorage(Storage real, AtomicBoolean broken) implements Storage {

    @Override
    public CheckpointStore checkpoints() {
        if (broken.get()) {
            throw new StoreException("broken", null);
        }
        return real.checkpoints();
    }

    @Override
    public LeaseStore leases() {
        return real.leases();
    }

    @Override
    public RunJournals journals() {
        return real.journals();
    }

    @Override
    public NamedJournals namedJournals() {
        return real.namedJournals();
    }

    @Override
    public String describe() {
        return real.describe();
    }

    @Override
    public void close() {
        real.close();
    }
}
