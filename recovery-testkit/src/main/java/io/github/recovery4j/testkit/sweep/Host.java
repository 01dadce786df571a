package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A process that uses a storage, and tells the history what it does before and what it was promised after. */
final class Host implements AutoCloseable {

    private static final Duration TTL = Duration.ofMinutes(1);
    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final Owner OWNER = new Owner("host", 1, Instant.EPOCH);
    private static final Encoded CONFIG = encoded("the configuration");

    private final Storage storage;
    private final InstantSource clock;
    private final Map<RunKey, Lease> leases = new HashMap<>();
    private boolean doubtful;

    Host(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    private static Encoded encoded(String text) {
        return Encoded.of("text", 1, text.getBytes(StandardCharsets.UTF_8));
    }

    boolean owns(RunHistory history) {
        return leases.containsKey(history.run());
    }

    void own(RunHistory history) {
        if (owns(history)) {
            return;
        }
        Claim claim = storage.leases().tryAcquire(LeaseKey.of(history.run()), OWNER, TTL);
        if (claim instanceof Claim.Acquired acquired) {
            history.owned(acquired.lease().token(), clock.instant());
            leases.put(history.run(), acquired.lease());
        } else {
            throw new AssertionError(history.run() + " is owned by a process that is dead: " + claim);
        }
    }

    void release(RunHistory history) {
        Lease lease = leases.remove(history.run());
        if (lease != null) {
            lease.release();
        }
    }

    /** Sizes differ, so that generations share no length and some cover several pages. */
    void save(RunHistory history) {
        long generation = history.nextGeneration();
        String state = "state %d of %s\n"
                .formatted(generation, history.run())
                .repeat(1 + (int) (generation * generation * generation % 130));
        save(history, new Content.State(encoded(state), Map.of("items", generation)));
    }

    void finish(RunHistory history) {
        save(history, new Content.Result(encoded("the result"), clock.instant().plus(REMEMBERED)));
    }

    private void save(RunHistory history, Content content) {
        if (!owns(history)) {
            return;
        }
        Stamp stamp = new Stamp(history.nextGeneration(), token(history), clock.instant());
        Checkpoint checkpoint = new Checkpoint(history.run(), "label", stamp, CONFIG, content);
        history.trying(checkpoint);
        doubtful = true;
        storage.checkpoints().save(checkpoint);
        doubtful = false;
        history.promise(checkpoint.generation());
    }

    private long token(RunHistory history) {
        return Objects.requireNonNull(leases.get(history.run())).token();
    }

    /** What an owner has seen is durable; what others see, or an owner whose own write has failed, may not be. */
    Loaded load(RunHistory history) {
        Loaded loaded = storage.checkpoints().load(history.run(), Long.MAX_VALUE);
        history.check(loaded, clock.instant());
        if (owns(history) && !doubtful) {
            loaded.checkpoint().ifPresentOrElse(found -> history.promise(found.generation()), history::vanish);
        }
        loaded.checkpoint().ifPresent(newest -> stepBack(history, newest.generation()));
        return loaded;
    }

    /** Whatever else is kept was saved too, and nothing has harmed it. */
    private void stepBack(RunHistory history, long from) {
        Optional<Checkpoint> older = Optional.empty();
        for (long below = from;
                below == from || older.isPresent();
                below = older.map(Checkpoint::generation).orElse(0L)) {
            Loaded loaded = storage.checkpoints().load(history.run(), below);
            history.checkOlder(loaded, below);
            older = loaded.checkpoint();
        }
    }

    boolean lists(RunHistory history) {
        return storage.checkpoints().jobs().contains(history.run().job())
                && storage.checkpoints().runs(history.run().job()).contains(history.run());
    }

    void count(RunHistory history) {
        if (owns(history)) {
            Attempts next = storage.checkpoints().attempts(history.run()).begin(history.nextGeneration());
            history.trying(next);
            storage.checkpoints().record(history.run(), next, token(history));
            history.counted(next);
        }
    }

    void checkAttempts(RunHistory history) {
        history.check(storage.checkpoints().attempts(history.run()), clock.instant());
    }

    void remove(RunHistory history) {
        if (owns(history)) {
            history.removing();
            storage.checkpoints().remove(history.run(), token(history));
            history.removed();
            release(history);
        }
    }

    @Override
    public void close() {
        storage.close();
    }
}
