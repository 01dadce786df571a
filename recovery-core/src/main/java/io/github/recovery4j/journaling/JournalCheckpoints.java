package io.github.recovery4j.journaling;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.lease.LeaseKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

/** The checkpoints of a {@link JournalStorage}. */
final class JournalCheckpoints implements CheckpointStore {

    private static final List<ToLongFunction<IndexEntry>> PLACES = List.of(IndexEntry::newest, IndexEntry::older);

    private final StorageAccess access;
    private final RunLog log;
    private final Compactor compactor;
    private final long largest;

    JournalCheckpoints(StorageAccess access, Compactor compactor, long largest) {
        this.access = access;
        this.log = access.log();
        this.compactor = compactor;
        this.largest = largest;
    }

    @Override
    public List<String> jobs() {
        return access.reading(() -> log.index().jobs());
    }

    @Override
    public List<RunKey> runs(String job) {
        return access.reading(() -> log.index().newest(job).stream()
                .map(newest -> new RunKey(job, newest.run()))
                .toList());
    }

    /** In one pass over the journal, and once more for those that are not where they were, or damaged. */
    @Override
    public void loadAll(String job, BiConsumer<RunKey, Loaded> reader) {
        List<RunIndex.Newest> all = access.reading(() -> log.index().newest(job));
        Places places = Places.of(all.stream().mapToLong(RunIndex.Newest::position));
        BitSet missing = access.reading(() -> places.read(log.journal(), entry -> show(job, entry, reader)));
        if (!missing.isEmpty()) {
            all.stream()
                    .filter(newest -> missing.get(places.indexOf(newest.position())))
                    .map(newest -> new RunKey(job, newest.run()))
                    .forEach(run -> reader.accept(run, load(run, Long.MAX_VALUE)));
        }
    }

    private boolean show(String job, Entry entry, BiConsumer<RunKey, Loaded> reader) {
        Optional<Checkpoint> found =
                checkpoint(entry).filter(saved -> saved.run().job().equals(job));
        found.ifPresent(
                saved -> reader.accept(saved.run(), new Loaded(found, access.place(entry.position()), List.of())));
        return found.isPresent();
    }

    private static Optional<Checkpoint> checkpoint(Entry entry) {
        return entry.type() == RecordType.CHECKPOINT
                ? Optional.of(CheckpointRecord.decode(entry.payload()))
                : Optional.empty();
    }

    @Override
    public Loaded load(RunKey run, long below) {
        return access.reading(() -> {
            List<Damage> damages = new ArrayList<>();
            for (ToLongFunction<IndexEntry> place : PLACES) {
                RunLog.Found found = find(run, place);
                Optional<Checkpoint> checkpoint = checkpoint(run, found);
                if (checkpoint.isEmpty() && found.position() != IndexEntry.NONE) {
                    damages.add(new Damage(run, access.place(found.position()), "no record there is intact"));
                }
                if (checkpoint.isPresent() && checkpoint.get().generation() < below) {
                    return new Loaded(checkpoint, access.place(found.position()), damages);
                }
            }
            return new Loaded(Optional.empty(), "", damages);
        });
    }

    private RunLog.Found find(RunKey run, ToLongFunction<IndexEntry> place) {
        return log.read(() -> place.applyAsLong(log.index().get(run)));
    }

    private static Optional<Checkpoint> checkpoint(RunKey run, RunLog.Found found) {
        return found.entry().flatMap(JournalCheckpoints::checkpoint).filter(saved -> saved.run()
                .equals(run));
    }

    @Override
    public void save(Checkpoint checkpoint) {
        ByteBuffer[] record = CheckpointRecord.encode(checkpoint);
        long length = RunLog.length(record);
        if (length > largest) {
            throw new StoreException(
                    "%s would take %d bytes, the limit is %d; it was not saved, earlier generations are unharmed"
                            .formatted(checkpoint, length, largest),
                    null);
        }
        access.writing(checkpoint.run(), checkpoint.stamp().token(), () -> {
            long newest = log.index().get(checkpoint.run()).generation();
            if (checkpoint.generation() <= newest) {
                throw new IllegalArgumentException(
                        "%s is not above the newest generation %d; nothing was saved".formatted(checkpoint, newest));
            }
            log.save(record);
        });
        compactor.look();
    }

    @Override
    public String quarantine(Damage damage, long token) {
        RunKey run = damage.run();
        access.writing(run, token, () -> {
            IndexEntry entry = log.index().get(run);
            for (long position : List.of(entry.newest(), entry.older())) {
                if (position != IndexEntry.NONE && access.place(position).equals(damage.location())) {
                    log.setAside(run, position, olderGeneration(run));
                    return;
                }
            }
        });
        return damage.location();
    }

    private long olderGeneration(RunKey run) {
        return checkpoint(run, find(run, IndexEntry::older))
                .map(Checkpoint::generation)
                .orElse(0L);
    }

    @Override
    public void remove(RunKey run, long token) {
        access.writing(run, token, () -> {
            log.remove(run, Sync.now());
            access.leases().forget(LeaseKey.of(run));
        });
    }

    @Override
    public Attempts attempts(RunKey run) {
        return access.reading(() -> log.read(() -> log.index().get(run).attempts())
                .entry()
                .map(Entry::payload)
                .map(RunLog::attempts)
                .orElse(Attempts.NONE));
    }

    @Override
    public void record(RunKey run, Attempts attempts, long token) {
        access.writing(run, token, () -> log.record(run, attempts));
    }
}
