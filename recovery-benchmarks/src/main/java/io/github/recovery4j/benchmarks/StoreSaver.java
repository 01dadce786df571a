package io.github.recovery4j.benchmarks;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Saves through the checkpoint store of a {@link FileStorage}, under a lease that is held all the time. */
final class StoreSaver implements Saver {

    private final FileStorage storage;
    private final RunKey run;
    private final Lease lease;
    private final Encoded config = new PreparedCodec().encode(new byte[] {'{', '}'});
    private long generation;

    StoreSaver(Path directory, String job) {
        this.storage = FileStorage.open(directory);
        this.run = new RunKey(job, RunId.create(Instant.now()));
        Claim claim = storage.leases().tryAcquire(LeaseKey.of(run), Owner.thisProcess(), Duration.ofSeconds(10));
        this.lease = ((Claim.Acquired) claim).lease();
    }

    @Override
    public void save(byte[] state) {
        Content content = new Content.State(Encoded.of(PreparedCodec.NAME, 1, state), Map.of());
        Stamp stamp = new Stamp(++generation, lease.token(), Instant.now());
        storage.checkpoints().save(new Checkpoint(run, "", stamp, config, content));
    }

    @Override
    public void close() {
        lease.release();
        storage.close();
    }
}
