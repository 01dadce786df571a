package io.github.recovery4j.benchmarks;

import io.github.recovery4j.file.FileStorage;
import java.io.IOException;
import java.nio.file.Path;

/** The ways to save that are compared. All of them work below one directory, each in its own sub-directory. */
public enum Way {
    /** The protocol and nothing else: what the others are measured against. */
    BARE {
        @Override
        public Saver open(Path storage) throws IOException {
            return new BareSaver(storage.resolve(name()));
        }
    },
    /** A second one of the same: how far two equal things differ on this machine. */
    BARE_AGAIN {
        @Override
        public Saver open(Path storage) throws IOException {
            return new BareSaver(storage.resolve(name()));
        }
    },
    /** The least that a durable save can do: append to a file that has its blocks already, and sync the data alone. */
    FLOOR {
        @Override
        public Saver open(Path storage) throws IOException {
            return new FloorSaver(storage.resolve(name()));
        }
    },
    /** {@code CheckpointStore.save} of a {@code FileStorage}. */
    STORE {
        @Override
        public Saver open(Path storage) {
            return new StoreSaver(FileStorage.open(storage), name());
        }
    },
    /** {@code run.checkpoint}, with a codec that does nothing. */
    CHECKPOINT {
        @Override
        public Saver open(Path storage) {
            return new RunSaver(storage, name());
        }
    };

    /** Opens it below a directory, with nothing saved yet. */
    public abstract Saver open(Path storage) throws IOException;
}
