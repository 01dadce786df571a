package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.storage.ForwardingStorage;
import io.github.recovery4j.storage.Storage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Storages with a mistake above their files. */
final class StorageMutants {

    private StorageMutants() {}

    private static class Forwarding implements CheckpointStore {

        final CheckpointStore under;

        Forwarding(CheckpointStore under) {
            this.under = under;
        }

        @Override
        public List<String> jobs() {
            return under.jobs();
        }

        @Override
        public List<RunKey> runs(String job) {
            return under.runs(job);
        }

        @Override
        public Loaded load(RunKey run, long below) {
            return under.load(run, below);
        }

        @Override
        public void save(Checkpoint checkpoint) {
            under.save(checkpoint);
        }

        @Override
        public String quarantine(Damage damage, long token) {
            return under.quarantine(damage, token);
        }

        @Override
        public void remove(RunKey run, long token) {
            under.remove(run, token);
        }

        @Override
        public Attempts attempts(RunKey run) {
            return under.attempts(run);
        }

        @Override
        public void record(RunKey run, Attempts attempts, long token) {
            under.record(run, attempts, token);
        }
    }

    private static final class Mutated extends ForwardingStorage {

        private final CheckpointStore checkpoints;

        private Mutated(Storage under, CheckpointStore checkpoints) {
            super(under);
            this.checkpoints = checkpoints;
        }

        static Storage of(Storage storage, UnaryOperator<CheckpointStore> mutation) {
            return new Mutated(storage, mutation.apply(storage.checkpoints()));
        }

        @Override
        public CheckpointStore checkpoints() {
            return checkpoints;
        }
    }

    static Storage withDamageThatIsNotReported(Storage storage) {
        return Mutated.of(storage, store -> new Forwarding(store) {
            @Override
            public Loaded load(RunKey run, long below) {
                Loaded loaded = under.load(run, below);
                return new Loaded(loaded.checkpoint(), loaded.location(), List.of());
            }
        });
    }

    /** The save before this one is made durable now. */
    static Storage withSavesThatAreLate(Storage storage) {
        return Mutated.of(storage, store -> new Forwarding(store) {
            private final Map<RunKey, Checkpoint> late = new HashMap<>();

            @Override
            public synchronized void save(Checkpoint checkpoint) {
                Checkpoint before = late.put(checkpoint.run(), checkpoint);
                if (before != null) {
                    under.save(before);
                }
            }

            @Override
            public synchronized Loaded load(RunKey run, long below) {
                Checkpoint before = late.remove(run);
                if (before != null) {
                    under.save(before);
                }
                return under.load(run, below);
            }
        });
    }

    static Storage withSavesWhoseFailureIsIgnored(Storage storage) {
        return Mutated.of(storage, store -> new Forwarding(store) {
            @Override
            public void save(Checkpoint checkpoint) {
                try {
                    under.save(checkpoint);
                } catch (StoreException e) {
                    return;
                }
            }
        });
    }

    static Storage withStepsBackThatFindTheNewest(Storage storage) {
        return Mutated.of(storage, store -> new Forwarding(store) {
            @Override
            public Loaded load(RunKey run, long below) {
                return under.load(run, Long.MAX_VALUE);
            }
        });
    }

    static Storage withJobsToldByTheirBeginning(Storage storage) {
        return Mutated.of(storage, store -> new Forwarding(store) {
            @Override
            public List<RunKey> runs(String job) {
                return under.jobs().stream()
                        .filter(name -> name.startsWith(job))
                        .flatMap(name -> under.runs(name).stream())
                        .toList();
            }
        });
    }

    static Storage withoutAttempts(Storage storage) {
        return Mutated.of(storage, store -> new Forwarding(store) {
            @Override
            public void record(RunKey run, Attempts attempts, long token) {}
        });
    }

    static Storage withRemovalsThatDoNothing(Storage storage) {
        return Mutated.of(storage, store -> new Forwarding(store) {
            @Override
            public void remove(RunKey run, long token) {}
        });
    }
}
