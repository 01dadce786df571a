package io.github.recovery4j.file;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Runs and checkpoints to test with. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-11-21T09:00:00.123Z");
    static final Encoded CONFIG = text("{\"network\":\"mainnet\"}");

    private Samples() {}

    static Encoded text(String text) {
        return Encoded.of("text", 1, text.getBytes(StandardCharsets.UTF_8));
    }

    static RunKey run(String job) {
        return new RunKey(job, RunId.create(NOW));
    }

    static Lease own(FileStorage storage, RunKey run) {
        Claim claim = storage.leases().tryAcquire(LeaseKey.of(run), Owner.thisProcess(), Duration.ofSeconds(10));
        return ((Claim.Acquired) claim).lease();
    }

    static Checkpoint state(RunKey run, long generation, long token) {
        return state(run, generation, token, NOW);
    }

    static Checkpoint state(RunKey run, long generation, long token, Instant savedAt) {
        return new Checkpoint(
                run,
                "a label",
                new Stamp(generation, token, savedAt),
                CONFIG,
                new Content.State(text(stateText(generation)), Map.of("blocks", 10 * generation)));
    }

    static String stateText(long generation) {
        return "{\"state\":" + generation + "}";
    }
}
