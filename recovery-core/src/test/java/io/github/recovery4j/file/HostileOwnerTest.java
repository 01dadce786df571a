package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Owner and attempts files whose checksums are right and whose numbers nobody could go on from. */
class HostileOwnerTest {

    @TempDir
    Path directory;

    private final RunKey run = Samples.run("sync");

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})
    void tokens_that_have_no_next_are_not_gone_on_from(long token) throws IOException {
        try (FileStorage storage = FileStorage.open(directory)) {
            Samples.own(storage, run).release();
            LeaseKey key = LeaseKey.of(run);
            Owner nobody = new Owner("elsewhere", Long.MIN_VALUE, Instant.MAX);
            Files.write(ownerFile(), new OwnerFile(key, new Holder(nobody, token, Instant.MAX), true).bytes());
            Lease lease = Samples.own(storage, run);
            storage.checkpoints().save(Samples.state(run, 1, lease.token()));
            assertThat(lease.token()).isPositive();
        }
    }

    private Path ownerFile() {
        return directory.resolve("sync").resolve(run.id() + ".owner");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 1L << 32, Long.MAX_VALUE})
    void a_count_of_attempts_that_is_none_counts_nothing(long count) throws IOException {
        try (FileStorage storage = FileStorage.open(directory)) {
            Samples.own(storage, run).release();
            Files.write(
                    directory.resolve("sync").resolve(run.id() + ".attempts"),
                    SealedLine.seal(Map.of(
                            "job", "sync", "run", run.id(), "generation", 1, "count", count, "instruction", "none")));
            assertThat(storage.checkpoints().attempts(run)).isEqualTo(Attempts.NONE);
        }
    }

    @Test
    void a_generation_that_no_file_name_holds_is_not_saved() {
        try (FileStorage storage = FileStorage.open(directory)) {
            Lease lease = Samples.own(storage, run);
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> storage.checkpoints()
                            .save(Samples.state(run, ReportName.LAST_GENERATION + 1, lease.token())))
                    .withMessageContaining("not saved");
            storage.checkpoints().save(Samples.state(run, ReportName.LAST_GENERATION, lease.token()));
        }
    }

    @Test
    void an_error_while_a_lease_is_taken_does_not_keep_it_from_the_next() {
        AtomicBoolean exhausted = new AtomicBoolean();
        try (FileStorage storage = FileStorage.builder(directory)
                .clock(() -> {
                    if (exhausted.get()) {
                        throw new LinkageError("test");
                    }
                    return Samples.NOW;
                })
                .open()) {
            exhausted.set(true);
            assertThatExceptionOfType(LinkageError.class).isThrownBy(() -> Samples.own(storage, run));
            exhausted.set(false);
            assertThat(Samples.own(storage, run).renew()).isTrue();
        }
    }
}
