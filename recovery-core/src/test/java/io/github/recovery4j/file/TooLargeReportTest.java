package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.CheckpointTooLargeException;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.lease.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generation 1 is small, generation 2 is larger than the limit with which the storage is opened then. */
class TooLargeReportTest {

    private static final int LIMIT = 5_000;

    @TempDir
    Path directory;

    private final RunKey run = Samples.run("sync");
    private Checkpoint large;
    private Path current;
    private byte[] intact;

    @BeforeEach
    void save() throws IOException {
        try (FileStorage storage = opener().open()) {
            Lease lease = Samples.own(storage, run);
            storage.checkpoints().save(Samples.state(run, 1, lease.token()));
            large = new Checkpoint(
                    run,
                    "a label",
                    new Stamp(2, lease.token(), Samples.NOW),
                    Samples.CONFIG,
                    new Content.State(Samples.text("x".repeat(2 * LIMIT)), Map.of()));
            storage.checkpoints().save(large);
            lease.release();
        }
        current = directory.resolve("sync").resolve(run.id() + "-a%20label.tmp.json");
        intact = Files.readAllBytes(current);
    }

    private FileStorage.Builder opener() {
        return FileStorage.builder(directory).clock(() -> Samples.NOW);
    }

    private FileStorage limited() {
        return opener().largestReport(LIMIT).open();
    }

    @Test
    void it_is_not_loaded_and_not_passed_over_and_left_as_it_is() {
        int used = new String(intact, StandardCharsets.UTF_8).stripTrailing().length() + 1;
        try (FileStorage storage = limited()) {
            assertThatExceptionOfType(CheckpointTooLargeException.class)
                    .isThrownBy(() -> storage.checkpoints().load(run, Long.MAX_VALUE))
                    .withMessageContaining(current.getFileName().toString())
                    .withMessageContaining(Integer.toString(used))
                    .withMessageContaining(Integer.toString(LIMIT))
                    .withMessageContaining("larger heap")
                    .withMessageContaining("largestReport");
        }
        assertThat(current).hasBinaryContent(intact);
        try (FileStorage storage = opener().open()) {
            assertThat(storage.checkpoints().load(run, Long.MAX_VALUE).checkpoint())
                    .contains(large);
        }
    }

    @Test
    void its_run_and_the_generation_before_it_are_found() {
        try (FileStorage storage = limited()) {
            CheckpointStore store = storage.checkpoints();
            assertThat(store.jobs()).containsExactly("sync");
            assertThat(store.runs("sync")).containsExactly(run);
            Loaded before = store.load(run, 2);
            assertThat(before.checkpoint()).contains(Samples.state(run, 1, 1));
            assertThat(before.damages()).isEmpty();
        }
    }

    @Test
    void an_owner_with_the_lower_limit_saves_the_next_generation_and_keeps_it() {
        try (FileStorage storage = limited()) {
            Lease lease = Samples.own(storage, run);
            storage.checkpoints().save(Samples.state(run, 3, lease.token()));
        }
        try (FileStorage storage = opener().open()) {
            assertThat(storage.checkpoints().load(run, Long.MAX_VALUE).checkpoint())
                    .map(Checkpoint::generation)
                    .contains(3L);
            assertThat(storage.checkpoints().load(run, 3).checkpoint()).contains(large);
        }
    }

    @Test
    void if_a_bit_of_it_is_flipped_it_is_damaged_like_any_other() throws IOException {
        try (FileStorage storage = limited()) {
            for (int at : new int[] {1, intact.length / 2, intact.length - 1}) {
                byte[] damaged = intact.clone();
                damaged[at] ^= 1;
                Files.write(current, damaged);
                Loaded loaded = storage.checkpoints().load(run, Long.MAX_VALUE);
                assertThat(loaded.checkpoint()).contains(Samples.state(run, 1, 1));
                assertThat(loaded.damages()).hasSize(1);
            }
        }
    }

    @Test
    void the_limit_is_at_most_a_quarter_of_the_heap_unless_it_is_set() {
        long quarter = Runtime.getRuntime().maxMemory() / 4;
        Checkpoint much = new Checkpoint(
                run,
                "a label",
                new Stamp(3, 1, Samples.NOW),
                Samples.CONFIG,
                new Content.State(Samples.text("x".repeat((int) Math.min(256 << 20, quarter))), Map.of()));
        try (FileStorage storage = opener().open()) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> storage.checkpoints().save(much))
                    .withMessageContaining("the limit is " + Math.min(256 << 20, quarter));
        }
    }
}
