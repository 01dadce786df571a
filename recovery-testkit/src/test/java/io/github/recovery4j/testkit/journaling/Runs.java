package io.github.recovery4j.testkit.journaling;

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
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Runs of a storage in the hands of a test. */
final class Runs {

    private Runs() {}

    /** So many new runs of one job. */
    static List<RunKey> of(int count) {
        return LongStream.range(0, count)
                .mapToObj(number -> new RunKey("job", RunId.create(Instant.ofEpochMilli(number))))
                .toList();
    }

    static Lease own(Storage storage, RunKey run) {
        return ((Claim.Acquired)
                        storage.leases().tryAcquire(LeaseKey.of(run), Owner.thisProcess(), Duration.ofHours(1)))
                .lease();
    }

    static Checkpoint checkpoint(RunKey run, long generation, Lease lease, int size) {
        return checkpoint(run, new Stamp(generation, lease.token(), Instant.now()), state(size));
    }

    static Checkpoint checkpoint(RunKey run, Stamp stamp, Content content) {
        return new Checkpoint(run, "", stamp, bytes(10), content);
    }

    static Content state(int size) {
        return new Content.State(bytes(size), Map.of());
    }

    static Encoded bytes(int size) {
        return Encoded.of("bytes", 1, new byte[size]);
    }

    /** Saves some generations of each run, which it owns as long as the storage is open. */
    static void save(Storage storage, List<RunKey> runs, long first, long last, int size) {
        for (RunKey run : runs) {
            Lease lease = own(storage, run);
            for (long generation = first; generation <= last; generation++) {
                storage.checkpoints().save(checkpoint(run, generation, lease, size));
            }
            lease.release();
        }
    }
}
