package io.github.recovery4j.memory;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreClosedException;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.LocalLeases;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Checkpoints in maps; they are immutable, so keeping them is copying them. Guarded by this. */
final class MemoryCheckpoints implements CheckpointStore {

    private static final int GENERATIONS = 2;

    private final LocalLeases leases;
    private final MemoryJournals journals;
    private final String name;
    private final Map<RunKey, NavigableMap<Long, Checkpoint>> runs = new HashMap<>();
    private final Map<RunKey, Attempts> attempts = new HashMap<>();
    private boolean closed;

    MemoryCheckpoints(LocalLeases leases, MemoryJournals journals, String name) {
        this.leases = leases;
        this.journals = journals;
        this.name = name;
    }

    @Override
    public synchronized List<String> jobs() {
        requireOpen();
        return runs.keySet().stream().map(RunKey::job).distinct().toList();
    }

    @Override
    public synchronized List<RunKey> runs(String job) {
        requireOpen();
        return runs.keySet().stream().filter(run -> run.job().equals(job)).toList();
    }

    @Override
    public synchronized Loaded load(RunKey run, long below) {
        requireOpen();
        Optional<Checkpoint> found = Optional.ofNullable(runs.get(run))
                .map(generations -> generations.lowerEntry(below))
                .map(Map.Entry::getValue);
        return new Loaded(found, found.isPresent() ? name : "", List.of());
    }

    @Override
    public synchronized void save(Checkpoint checkpoint) {
        requireOwner(checkpoint.run(), checkpoint.stamp().token());
        NavigableMap<Long, Checkpoint> generations = runs.computeIfAbsent(checkpoint.run(), run -> new TreeMap<>());
        if (!generations.isEmpty() && generations.lastKey() >= checkpoint.generation()) {
            throw new IllegalArgumentException("%s is not above the newest generation %d; nothing was saved"
                    .formatted(checkpoint, generations.lastKey()));
        }
        generations.put(checkpoint.generation(), checkpoint);
        while (generations.size() > GENERATIONS) {
            generations.pollFirstEntry();
        }
    }

    @Override
    public synchronized String quarantine(Damage damage, long token) {
        requireOwner(damage.run(), token);
        return damage.location();
    }

    @Override
    public synchronized void remove(RunKey run, long token) {
        requireOwner(run, token);
        runs.remove(run);
        attempts.remove(run);
        journals.forget(run);
        leases.forget(LeaseKey.of(run));
    }

    @Override
    public synchronized Attempts attempts(RunKey run) {
        requireOpen();
        return attempts.getOrDefault(run, Attempts.NONE);
    }

    @Override
    public synchronized void record(RunKey run, Attempts record, long token) {
        requireOwner(run, token);
        attempts.put(run, record);
    }

    synchronized void close() {
        closed = true;
    }

    private void requireOwner(RunKey run, long token) {
        requireOpen();
        leases.requireOwner(run, token);
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException(name);
        }
    }
}
