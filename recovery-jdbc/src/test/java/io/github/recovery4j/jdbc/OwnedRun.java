package io.github.recovery4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A run in the hands of a test. */
record OwnedRun(JdbcStorage storage, RunKey run, Lease lease) {

    static final Duration LONG = Duration.ofMinutes(5);

    /** A thread for each: those of the common pool may all be waiting for each other. */
    static void onItsOwnThread(Runnable task) {
        Thread thread = new Thread(task, "test");
        thread.setDaemon(true);
        thread.start();
    }

    static RunKey newRun() {
        return new RunKey("job", RunId.create(Instant.now()));
    }

    static OwnedRun create(JdbcStorage storage) {
        return take(storage, newRun(), LONG);
    }

    static OwnedRun take(JdbcStorage storage, RunKey run, Duration ttl) {
        Claim claim = storage.leases().tryAcquire(LeaseKey.of(run), Owner.thisProcess(), ttl);
        assertThat(claim).isInstanceOf(Claim.Acquired.class);
        return new OwnedRun(storage, run, ((Claim.Acquired) claim).lease());
    }

    static Content state(long generation) {
        byte[] state = ("state " + generation + "\n").repeat(20).getBytes(StandardCharsets.UTF_8);
        return new Content.State(Encoded.of("text", 1, state), Map.of("items", generation));
    }

    Checkpoint checkpoint(long generation) {
        Stamp stamp = new Stamp(
                generation, lease.token(), Instant.ofEpochSecond(Instant.now().getEpochSecond()));
        Encoded config = Encoded.of("text", 1, "config".getBytes(StandardCharsets.UTF_8));
        return new Checkpoint(run, "label", stamp, config, state(generation));
    }

    void save(long generation) {
        storage.checkpoints().save(checkpoint(generation));
    }

    Loaded load() {
        return storage.checkpoints().load(run, Long.MAX_VALUE);
    }

    Checkpoint newest() {
        return load().checkpoint().orElseThrow();
    }

    /** How many saves the database has carried out. */
    String saves(String schema) {
        return Postgres.value("SELECT saves FROM %s.owned WHERE name = '%s'".formatted(schema, run.id()));
    }
}
