package io.github.recovery4j.testkit;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** A run in the hands of a test: the storage it is kept in, and the right to write to it. */
record OwnedRun(Storage storage, RunKey run, Lease lease) {

    /** Recent, as a storage may remove what is old; without what a medium may round. */
    static final Instant SAVED_AT = Instant.ofEpochMilli(System.currentTimeMillis());

    static final Encoded CONFIG = encoded("config of the run");

    static Encoded encoded(String text) {
        return Encoded.of("text", 1, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The state that belongs to a generation, long enough that a mixture of two would show. */
    static Content state(long generation) {
        return new Content.State(encoded(("state " + generation + "\n").repeat(200)), Map.of("items", generation));
    }

    Checkpoint checkpoint(long generation, Content content) {
        return new Checkpoint(run, "label", new Stamp(generation, lease.token(), SAVED_AT), CONFIG, content);
    }

    /** Saves the state that belongs to the generation. */
    Checkpoint save(long generation) {
        return save(generation, state(generation));
    }

    Checkpoint save(long generation, Content content) {
        return save(checkpoint(generation, content));
    }

    Checkpoint save(Checkpoint checkpoint) {
        storage.checkpoints().save(checkpoint);
        return checkpoint;
    }

    Checkpoint newest() {
        return storage.checkpoints()
                .load(run, Long.MAX_VALUE)
                .checkpoint()
                .orElseThrow(() -> new AssertionError(run + " has no checkpoint"));
    }

    void release() {
        lease.release();
    }
}
