package io.github.recovery4j.journaling;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreClosedException;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.checkpoint.StorePoisonedException;
import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalPoisonedException;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.LocalLeases;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The checkpoints of a {@link JournalStorage}. */
final class JournalCheckpoints implements CheckpointStore {

    private final String location;
    private final RunLog log;
    private final LocalLeases leases;
    private final Compactor compactor;
    private final long largest;

    JournalCheckpoints(String location, RunLog log, LocalLeases leases, Compactor compactor, long largest) {
        this.location = location;
        this.log = log;
        this.leases = leases;
        this.compactor = compactor;
        this.largest = largest;
    }

    @Override
    public List<String> jobs() {
        return reading(() -> log.index().jobs());
    }

    @Override
    public List<RunKey> runs(String job) {
        return reading(() -> log.index().runs(job));
    }

    @Override
    public Loaded load(RunKey run, long below) {
        return reading(() -> {
            List<Damage> damages = new ArrayList<>();
            IndexEntry entry = log.index().get(run);
            for (long position : List.of(entry.newest(), entry.older())) {
                Optional<Checkpoint> found =
                        position == IndexEntry.NONE ? Optional.empty() : read(run, position, damages);
                if (found.isPresent() && found.get().generation() < below) {
                    return new Loaded(found, place(position), damages);
                }
            }
            return new Loaded(Optional.empty(), "", damages);
        });
    }

    private Optional<Checkpoint> read(RunKey run, long position, List<Damage> damages) {
        Optional<Checkpoint> found = log.journal()
                .read(position)
                .filter(entry -> entry.type() == RecordType.CHECKPOINT)
                .map(entry -> CheckpointRecord.decode(entry.payload()))
                .filter(checkpoint -> checkpoint.run().equals(run));
        if (found.isEmpty() && log.index().get(run).has(position)) {
            damages.add(new Damage(run, place(position), "no record there is intact"));
        }
        return found;
    }

    private String place(long position) {
        return location + "@" + position;
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
        writing(checkpoint.run(), checkpoint.stamp().token(), () -> {
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
        writing(run, token, () -> {
            IndexEntry entry = log.index().get(run);
            for (long position : List.of(entry.newest(), entry.older())) {
                if (position != IndexEntry.NONE && place(position).equals(damage.location())) {
                    log.setAside(run, position, generation(run, entry.older()));
                    return;
                }
            }
        });
        return damage.location();
    }

    private long generation(RunKey run, long position) {
        return position == IndexEntry.NONE
                ? 0
                : read(run, position, new ArrayList<>())
                        .map(Checkpoint::generation)
                        .orElse(0L);
    }

    @Override
    public void remove(RunKey run, long token) {
        writing(run, token, () -> {
            log.remove(run, Sync.now());
            leases.forget(LeaseKey.of(run));
        });
    }

    @Override
    public Attempts attempts(RunKey run) {
        return reading(() -> {
            long position = log.index().get(run).attempts();
            return position == IndexEntry.NONE
                    ? Attempts.NONE
                    : log.journal()
                            .read(position)
                            .map(Entry::payload)
                            .map(RunLog::attempts)
                            .orElse(Attempts.NONE);
        });
    }

    @Override
    public void record(RunKey run, Attempts attempts, long token) {
        writing(run, token, () -> log.record(run, attempts));
    }

    private <T> T reading(Supplier<T> action) {
        try {
            log.journal().end();
            return action.get();
        } catch (JournalException e) {
            throw translated(e);
        }
    }

    private void writing(RunKey run, long token, Runnable action) {
        try {
            log.journal().end();
            log.locked(run, () -> {
                leases.requireOwner(run, token);
                action.run();
            });
        } catch (JournalException e) {
            throw translated(e);
        }
    }

    private StoreException translated(JournalException e) {
        if (e instanceof JournalClosedException) {
            return new StoreClosedException(location);
        }
        Throwable cause = e.getCause();
        return e instanceof JournalPoisonedException && cause != null
                ? new StorePoisonedException(location, cause)
                : new StoreException("%s: %s".formatted(location, e.getMessage()), e);
    }
}
