package io.github.recovery4j.benchmarks;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Saves through the checkpoint store of a storage, under a lease that is held all the time. Closes the storage. */
final class StoreSaver implements Saver {

    private final Storage storage;
    private final RunKey run;
    private final Lease lease;
    private final Encoded config = new PreparedCodec().encode(new byte[] {'{', '}'});
    private long generation;

    StoreSaver(Storage storage, String job) {
        this.storage = storage;
        this.run = new RunKey(job, RunId.create(Instant.now()));
        Claim claim = storage.leases().tryAcquire(LeaseKey.of(run), Owner.thisProcess(), Duration.ofDays(1));
        this.lease = ((Claim.Acquired) claim).lease();
    }

    @Override
    public void save(byte[] state) {
        save(Encoded.of(PreparedCodec.NAME, 1, state));
    }

    void save(Encoded state) {
        Content content = new Content.State(state, Map.of());
        Stamp stamp = new Stamp(++generation, lease.token(), Instant.now());
        storage.checkpoints().save(new Checkpoint(run, "", stamp, config, content));
    }

    @Override
    public void close() {
        lease.release();
        storage.close();
    }
}
