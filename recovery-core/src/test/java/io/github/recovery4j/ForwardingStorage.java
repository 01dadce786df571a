package io.github.recovery4j;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.storage.RunJournals;
import io.github.recovery4j.storage.Storage;

/** Does what another one does. */
class ForwardingStorage implements Storage {

    private final Storage real;

    ForwardingStorage(Storage real) {
        this.real = real;
    }

    @Override
    public CheckpointStore checkpoints() {
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
