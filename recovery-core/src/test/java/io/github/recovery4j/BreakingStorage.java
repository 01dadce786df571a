package io.github.recovery4j;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.storage.ForwardingStorage;
import io.github.recovery4j.storage.Storage;
import java.util.concurrent.atomic.AtomicBoolean;

/** A storage whose checkpoints cannot be read or written any more once it is broken. */
final class BreakingStorage extends ForwardingStorage {

    private final AtomicBoolean broken;

    BreakingStorage(Storage real, AtomicBoolean broken) {
        super(real);
        this.broken = broken;
    }

    @Override
    public CheckpointStore checkpoints() {
        if (broken.get()) {
            throw new StoreException("broken", null);
        }
        return super.checkpoints();
    }
}
