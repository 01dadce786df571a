package io.github.recovery4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** The ways to save that are compared. All of them work below one directory, each in its own sub-directory. */
public enum Way {
    /** The protocol and nothing else: what the others are measured against. */
    BARE {
        @Override
        Saver open(Path storage) throws IOException {
            return new BareSaver(storage.resolve(name()));
        }
    },
    /** A second one of the same: how far two equal things differ on this machine. */
    BARE_AGAIN {
        @Override
        Saver open(Path storage) throws IOException {
            return new BareSaver(storage.resolve(name()));
        }
    },
    /** {@code CheckpointStore.save} of a {@code FileStorage}. */
    STORE {
        @Override
        Saver open(Path storage) {
            return new StoreSaver(storage, name());
        }
    },
    /** {@code run.checkpoint}, with a codec that does nothing. */
    CHECKPOINT {
        @Override
        Saver open(Path storage) {
            return new RunSaver(storage, name());
        }
    };

    abstract Saver open(Path storage) throws IOException;
}
