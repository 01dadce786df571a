package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.zip.CRC32C;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newer release has written a file: it is refused with both versions and left alone. */
class NewerFormatTest {

    @TempDir
    Path directory;

    private final RunKey run = Samples.run("sync");

    /** The same fields under the version of a release to come. */
    private static byte[] rewritten(Path file) throws IOException {
        String line = Files.readString(file).replace("\"recovery4j\":1", "\"recovery4j\":7");
        String sealed = line.substring(0, line.length() - 11);
        CRC32C crc = new CRC32C();
        crc.update((sealed + "00000000\"}\n").getBytes(StandardCharsets.UTF_8));
        byte[] bytes = "%s%08x\"}\n".formatted(sealed, crc.getValue()).getBytes(StandardCharsets.UTF_8);
        Files.write(file, bytes);
        return bytes;
    }

    private static void refused(Class<? extends Exception> type, ThrowingCallable call) {
        assertThatExceptionOfType(type)
                .isThrownBy(call)
                .withMessageContaining("version 7")
                .withMessageContaining("version 1");
    }

    @Test
    void a_storage_is_not_opened() throws IOException {
        FileStorage.open(directory).close();
        Path marker = directory.resolve("storage.json");
        byte[] newer = rewritten(marker);
        refused(UnsupportedFormatException.class, () -> FileStorage.open(directory));
        assertThat(marker).hasBinaryContent(newer);
    }

    @Test
    void a_report_is_not_loaded_nor_passed_over_and_its_job_is_listed() throws IOException {
        try (FileStorage storage = FileStorage.open(directory)) {
            Lease lease = Samples.own(storage, run);
            storage.checkpoints().save(Samples.state(run, 1, lease.token()));
            storage.checkpoints().save(Samples.state(run, 2, lease.token()));
            Path report = directory.resolve("sync").resolve(run.id() + "-a%20label.tmp.json");
            Files.write(report, SealedLine.seal(Map.of("job", "sync")));
            byte[] newer = rewritten(report);
            refused(UnsupportedFormatException.class, () -> storage.checkpoints()
                    .load(run, Long.MAX_VALUE));
            assertThat(report).hasBinaryContent(newer);
            assertThat(storage.checkpoints().jobs()).containsExactly("sync");
        }
    }

    @Test
    void a_lease_is_not_taken_and_an_owner_writes_no_more() throws IOException {
        try (FileStorage storage = FileStorage.open(directory)) {
            Lease lease = Samples.own(storage, run);
            storage.checkpoints().save(Samples.state(run, 1, lease.token()));
            Path owner = directory.resolve("sync").resolve(run.id() + ".owner");
            byte[] newer = rewritten(owner);
            refused(UnsupportedFormatException.class, () -> storage.checkpoints()
                    .save(Samples.state(run, 2, lease.token())));
            refused(LeaseException.class, () -> storage.leases().holder(LeaseKey.of(run)));
            refused(LeaseException.class, lease::renew);
            refused(LeaseException.class, lease::release);
            refused(LeaseException.class, () -> storage.leases()
                    .tryAcquire(LeaseKey.of(run), Owner.thisProcess(), Duration.ofMinutes(1)));
            assertThat(owner).hasBinaryContent(newer);
            assertThat(storage.checkpoints().load(run, Long.MAX_VALUE).checkpoint())
                    .contains(Samples.state(run, 1, lease.token()));
        }
    }

    @Test
    void attempts_are_not_counted_from_zero_again() throws IOException {
        try (FileStorage storage = FileStorage.open(directory)) {
            Lease lease = Samples.own(storage, run);
            storage.checkpoints().record(run, new Attempts(1, 1, Attempts.Instruction.NONE), lease.token());
            rewritten(directory.resolve("sync").resolve(run.id() + ".attempts"));
            refused(UnsupportedFormatException.class, () -> storage.checkpoints()
                    .attempts(run));
        }
    }
}
