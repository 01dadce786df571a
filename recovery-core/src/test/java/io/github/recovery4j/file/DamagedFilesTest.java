package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.lease.Lease;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what was saved: they are told, set aside, and never cost a good one. */
class DamagedFilesTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final StoredRun stored = new StoredRun(() -> directory);

    @Test
    void a_damaged_current_gives_the_backup_and_is_reported() throws IOException {
        stored.save(1, 2);
        Files.write(stored.file(""), "{}".getBytes(StandardCharsets.UTF_8));
        Loaded loaded = stored.load();
        assertThat(loaded.checkpoint()).contains(stored.state(1, 1));
        assertThat(loaded.damages()).singleElement().satisfies(damage -> {
            assertThat(damage.location()).isEqualTo(stored.file("").toRealPath().toString());
            assertThat(damage.reason()).contains("header");
        });
    }

    @Test
    void a_damaged_current_never_replaces_the_good_backup() throws IOException {
        stored.save(1, 2).release();
        Files.write(stored.file(""), new byte[0]);
        Lease lease = stored.own();
        stored.checkpoints().save(stored.state(3, lease.token()));
        assertThat(stored.checkpoints().load(stored.run(), 3).checkpoint()).contains(stored.state(1, 1));
        assertThat(stored.fileNames()).anyMatch(name -> name.endsWith(".tmp.json.broken-1"));
    }

    @Test
    void a_quarantined_file_is_kept_and_never_read_again() throws IOException {
        Lease lease = stored.save(1, 2);
        Files.write(stored.file(""), new byte[7]);
        Damage damage = stored.load().damages().get(0);
        String evidence = stored.checkpoints().quarantine(damage, lease.token());
        assertThat(Path.of(evidence)).hasBinaryContent(new byte[7]);
        assertThat(stored.load().damages()).isEmpty();
        assertThat(stored.load().checkpoint()).contains(stored.state(1, 1));
    }

    @Test
    void evidence_does_not_replace_earlier_evidence() throws IOException {
        Lease lease = stored.save(1);
        for (int i = 1; i <= 3; i++) {
            Files.write(stored.file(""), new byte[i]);
            stored.checkpoints().quarantine(stored.load().damages().get(0), lease.token());
        }
        assertThat(stored.file(".broken-1")).hasBinaryContent(new byte[1]);
        assertThat(stored.file(".broken-3")).hasBinaryContent(new byte[3]);
    }

    @Test
    void a_file_under_another_runs_name_is_refused() throws IOException {
        stored.save(1);
        RunKey other = Samples.run("sync");
        Files.copy(stored.file(""), stored.jobDirectory().resolve(other.id() + ".tmp.json"));
        Loaded loaded = stored.checkpoints().load(other, Long.MAX_VALUE);
        assertThat(loaded.checkpoint()).isEmpty();
        assertThat(loaded.damages()).singleElement().satisfies(damage -> assertThat(damage.reason())
                .contains("belongs to run " + stored.run()));
    }

    @Test
    void a_file_of_another_storage_is_refused(@TempDir Path elsewhere) throws IOException {
        stored.save(1);
        try (FileStorage other = FileStorage.open(elsewhere)) {
            Files.createDirectory(elsewhere.resolve("sync"));
            Files.copy(
                    stored.file(""),
                    elsewhere.resolve("sync").resolve(stored.file("").getFileName()));
            assertThat(other.checkpoints().load(stored.run(), Long.MAX_VALUE).damages())
                    .singleElement()
                    .satisfies(damage -> assertThat(damage.reason()).contains("belongs to storage"));
        }
    }

    @Test
    void no_flipped_bit_and_no_length_goes_unnoticed_not_even_behind_the_state() throws IOException {
        stored.save(1);
        byte[] intact = Files.readAllBytes(stored.file(""));
        assertThat(intact).hasSize(4096);
        for (int bit = 0; bit < 8 * intact.length; bit++) {
            intact[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(isDamaged(intact)).as("bit %d", bit).isTrue();
            intact[bit / 8] ^= (byte) (1 << bit % 8);
        }
        for (int length = 0; length < intact.length + 100; length++) {
            assertThat(isDamaged(Arrays.copyOf(intact, length)))
                    .as("length %d", length)
                    .isEqualTo(length != intact.length);
        }
    }

    private static boolean isDamaged(byte[] bytes) throws IOException {
        try (Disk.OpenFile file = new Disk.OpenFile(new ByteArrayInputStream(bytes), bytes.length, 0)) {
            new ReportReader(file, "a report").verify();
            return false;
        } catch (DamagedException | UnsupportedFormatException e) {
            return true;
        }
    }

    @Test
    void a_huge_sparse_file_is_refused_before_it_takes_memory() throws IOException {
        stored.save(1, 2);
        try (RandomAccessFile sparse = new RandomAccessFile(stored.file("").toFile(), "rw")) {
            sparse.setLength(10L << 30);
        }
        assertThat(stored.load().checkpoint()).contains(stored.state(1, 1));
        assertThat(stored.load().damages()).singleElement().satisfies(damage -> assertThat(damage.reason())
                .contains("10737418240"));
    }

    @Test
    void a_header_without_an_end_is_refused() throws IOException {
        stored.save(1, 2);
        Files.write(stored.file(""), "x".repeat(5 << 20).getBytes(StandardCharsets.UTF_8));
        assertThat(stored.load().checkpoint()).contains(stored.state(1, 1));
    }

    @Test
    void a_lost_marker_is_restored_from_the_reports() throws IOException {
        stored.save(1);
        Files.delete(directory.resolve("storage.json"));
        stored.reopen();
        assertThat(stored.load().checkpoint()).contains(stored.state(1, 1));
    }

    @Test
    void a_damaged_marker_is_restored_from_the_reports() throws IOException {
        stored.save(1);
        Files.write(directory.resolve("storage.json"), new byte[40]);
        stored.reopen();
        assertThat(stored.load().checkpoint()).contains(stored.state(1, 1));
    }
}
