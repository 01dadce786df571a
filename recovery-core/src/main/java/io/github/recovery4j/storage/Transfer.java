package io.github.recovery4j.storage;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies runs from one storage to another: of each its newest generation, its attempts and its journal, under the leases of
 * both sides, so that nobody works on it meanwhile. What was written is read again and compared. The run stays where it was.
 * Ledgers are not runs, and are not copied.
 *
 * <p>The checkpoint is written last: a copy that was interrupted is no run yet, and is made anew by the next transfer.
 */
public final class Transfer {

    private final Storage from;
    private final Storage to;
    private final Owner owner;
    private final Duration ttl;
    private final List<RunKey> copied = new ArrayList<>();
    private final Map<RunKey, String> left = new LinkedHashMap<>();

    private Transfer(Storage from, Storage to, Owner owner, Duration ttl) {
        this.from = from;
        this.to = to;
        this.owner = owner;
        this.ttl = ttl;
    }

    /**
     * Copies all runs. One that cannot be copied does not keep the others from it.
     *
     * @param from where they are
     * @param to where they are to be, too
     * @param owner in whose name leases are taken
     * @param ttl how long copying one run may take
     * @return which were copied, and why others were not
     * @throws StoreException if it cannot be told which runs there are
     */
    public static TransferReport copy(Storage from, Storage to, Owner owner, Duration ttl) {
        Transfer transfer = new Transfer(from, to, owner, ttl);
        from.checkpoints().jobs().forEach(job -> from.checkpoints().runs(job).forEach(transfer::copy));
        return new TransferReport(transfer.copied, transfer.left);
    }

    private void copy(RunKey run) {
        try {
            Optional<String> obstacle = owning(from, run, lease -> copyOwned(run));
            if (obstacle.isPresent()) {
                left.put(run, obstacle.get());
            } else {
                copied.add(run);
            }
        } catch (StoreException | LeaseException e) {
            left.put(run, String.valueOf(e.getMessage()));
        }
    }

    /** Does something under the lease of a run; returns what was in the way. */
    private Optional<String> owning(Storage storage, RunKey run, Step step) {
        Claim claim = storage.leases().tryAcquire(LeaseKey.of(run), owner, ttl);
        if (claim instanceof Claim.Held held) {
            return Optional.of("it is being worked on in %s by %s"
                    .formatted(
                            storage.describe(),
                            held.holder().map(Holder::toString).orElse("somebody")));
        }
        Lease lease = ((Claim.Acquired) claim).lease();
        try {
            return step.run(lease);
        } finally {
            lease.release();
        }
    }

    private Optional<String> copyOwned(RunKey run) {
        Loaded newest = from.checkpoints().load(run, Long.MAX_VALUE);
        if (!newest.damages().isEmpty()) {
            return Optional.of(
                    "its newest generation is damaged: " + newest.damages().get(0));
        }
        Contents contents = Contents.of(from, run);
        if (newest.checkpoint().isEmpty() || !contents.gaps().isEmpty()) {
            return Optional.of("it cannot be read whole: " + contents.gaps());
        }
        Checkpoint checkpoint = newest.checkpoint().get();
        Optional<Checkpoint> present =
                to.checkpoints().load(run, Long.MAX_VALUE).checkpoint();
        if (present.isPresent() && present.get().generation() >= checkpoint.generation()) {
            return Optional.of("it is there already, with generation %d"
                    .formatted(present.get().generation()));
        }
        return owning(to, run, lease -> {
                    to.checkpoints().remove(run, lease.token());
                    return Optional.empty();
                })
                .or(() -> owning(to, run, lease -> write(checkpoint, contents, lease)));
    }

    private Optional<String> write(Checkpoint checkpoint, Contents contents, Lease lease) {
        RunKey run = checkpoint.run();
        try (Journal journal = to.journals().open(run, lease.token())) {
            contents.records()
                    .forEach(record -> journal.append(
                            record.type(), Sync.atClose(), record.payload().duplicate()));
            journal.sync();
        }
        to.checkpoints().record(run, from.checkpoints().attempts(run), lease.token());
        Checkpoint copy = new Checkpoint(
                run,
                checkpoint.instance(),
                new Stamp(
                        checkpoint.generation(),
                        lease.token(),
                        checkpoint.stamp().savedAt()),
                checkpoint.config(),
                checkpoint.content());
        to.checkpoints().save(copy);
        boolean same = to.checkpoints()
                        .load(run, Long.MAX_VALUE)
                        .checkpoint()
                        .filter(copy::equals)
                        .isPresent()
                && Contents.of(to, run).equals(contents);
        if (same) {
            return Optional.empty();
        }
        to.checkpoints().remove(run, lease.token());
        return Optional.of("what was read again was not what was written; the copy was removed");
    }

    @FunctionalInterface
    private interface Step {
        Optional<String> run(Lease lease);
    }

    /** The journal of a run. */
    private record Contents(List<Copied> records, List<Gap> gaps) {

        static Contents of(Storage storage, RunKey run) {
            List<Copied> records = new ArrayList<>();
            List<Gap> gaps = storage.journals()
                    .read(run, entry -> records.add(new Copied(entry.type(), ByteBuffer.wrap(entry.bytes()))));
            return new Contents(records, gaps);
        }
    }

    /** A record, whose payload is compared by its bytes. */
    private record Copied(int type, ByteBuffer payload) {}
}
