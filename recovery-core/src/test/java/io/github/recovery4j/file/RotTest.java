package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the bytes of a report: it is what was saved, or it is reported and the one before is loaded. */
class RotTest {

    @TempDir
    Path directory;

    private final RunKey run = Samples.run("sync");
    private Path current;
    private byte[] intact;

    @BeforeEach
    void save() throws IOException {
        try (FileStorage storage = FileStorage.open(directory)) {
            long token = Samples.own(storage, run).token();
            storage.checkpoints().save(Samples.state(run, 1, token));
            storage.checkpoints().save(Samples.state(run, 2, token));
        }
        current = directory.resolve("sync").resolve(run.id() + "-a%20label.tmp.json");
        intact = Files.readAllBytes(current);
    }

    private void assertDetected(FileStorage storage, byte[] damaged, String what) throws IOException {
        Files.write(current, damaged);
        Loaded loaded = storage.checkpoints().load(run, Long.MAX_VALUE);
        assertThat(loaded.checkpoint()).as(what).map(Checkpoint::generation).contains(1L);
        assertThat(loaded.damages()).as(what).hasSize(1);
    }

    @Test
    void every_flipped_bit_is_detected() throws IOException {
        try (FileStorage storage = FileStorage.open(directory)) {
            for (int bit = 0; bit < 8 * intact.length; bit++) {
                byte[] damaged = intact.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                assertDetected(storage, damaged, "bit " + bit);
            }
        }
    }

    @Test
    void every_truncation_is_detected() throws IOException {
        try (FileStorage storage = FileStorage.open(directory)) {
            for (int length = 0; length < intact.length; length++) {
                assertDetected(storage, Arrays.copyOf(intact, length), "length " + length);
            }
        }
    }

    @Test
    void every_zeroed_tail_is_detected() throws IOException {
        try (FileStorage storage = FileStorage.open(directory)) {
            for (int length = 0; length < intact.length; length++) {
                assertDetected(
                        storage, Arrays.copyOf(Arrays.copyOf(intact, length), intact.length), "zeros from " + length);
            }
        }
    }

    @Test
    void a_longer_file_is_detected() throws IOException {
        try (FileStorage storage = FileStorage.open(directory)) {
            for (int more = 1; more < 100; more++) {
                assertDetected(storage, Arrays.copyOf(intact, intact.length + more), more + " more");
            }
        }
    }

    @Test
    void an_untouched_file_is_not_reported() throws IOException {
        try (FileStorage storage = FileStorage.open(directory)) {
            Files.write(current, intact);
            Loaded loaded = storage.checkpoints().load(run, Long.MAX_VALUE);
            assertThat(loaded.checkpoint()).map(Checkpoint::generation).contains(2L);
            assertThat(loaded.damages()).isEmpty();
        }
    }
}
