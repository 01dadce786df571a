package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.lease.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a save leaves: one report for each generation, as many of them as are to be kept. */
class SavedReportsTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final StoredRun stored = new StoredRun(() -> directory);

    @Test
    void what_was_saved_is_loaded_after_reopening() {
        stored.save(1, 2);
        stored.reopen();
        assertThat(stored.load().checkpoint()).contains(stored.state(2, 1));
        assertThat(stored.load().damages()).isEmpty();
    }

    @Test
    void the_generation_before_can_be_loaded() {
        stored.save(1, 2);
        assertThat(stored.checkpoints().load(stored.run(), 2).checkpoint()).contains(stored.state(1, 1));
        assertThat(stored.checkpoints().load(stored.run(), 1).checkpoint()).isEmpty();
    }

    @Test
    void a_report_is_text_that_people_and_jq_can_read() throws IOException {
        stored.save(1);
        assertThat(Files.readAllLines(stored.file("")))
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(0))
                        .startsWith("{\"recovery4j\":1,\"storage\":\"")
                        .contains("\"job\":\"sync\"", "\"savedAt\":\"2026-11-21T09:00:00.123Z\"")
                        .contains("\"positions\":{\"blocks\":10}"))
                .endsWith("{\"network\":\"mainnet\"}", "{\"state\":1}");
    }

    @Test
    void files_and_directories_belong_to_their_owner_alone() throws IOException {
        stored.save(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stored.file(""))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stored.jobDirectory())))
                .isEqualTo("rwx------");
    }

    @Test
    void as_many_generations_are_kept_as_the_retention_says() throws IOException {
        stored.reopen(Retention.DEFAULT.keeping(4), Samples.NOW);
        stored.save(1, 2, 3, 4, 5, 6);
        assertThat(stored.fileNames().stream().filter(name -> name.contains(".tmp.json")))
                .extracting(name -> name.substring(name.indexOf(".json") + 5))
                .containsExactly("", ".backup", ".backup-3", ".backup-4");
        assertThat(stored.checkpoints().load(stored.run(), 4).checkpoint()).contains(stored.state(3, 1));
    }

    @Test
    void a_generation_that_is_not_newer_is_refused_and_changes_nothing() {
        Lease lease = stored.save(5);
        assertThatThrownBy(() -> stored.checkpoints().save(stored.state(5, lease.token())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("generation 5");
        assertThat(stored.load().checkpoint()).contains(stored.state(5, 1));
    }

    @Test
    void a_state_above_the_limit_is_refused_and_what_was_saved_stays() {
        stored.reopen(FileStorage.builder(directory).largestReport(600));
        Lease lease = stored.save(1);
        Checkpoint large = new Checkpoint(
                stored.run(),
                "a label",
                new Stamp(2, lease.token(), Samples.NOW),
                Samples.CONFIG,
                new Content.State(Samples.text("x".repeat(1000)), Map.of()));
        assertThatThrownBy(() -> stored.checkpoints().save(large))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("limit is 600");
        assertThat(stored.load().checkpoint()).contains(stored.state(1, 1));
    }

    @Test
    void saving_on_an_interrupted_thread_saves_and_keeps_the_interrupt() {
        Lease lease = stored.save(1);
        Thread.currentThread().interrupt();
        try {
            stored.checkpoints().save(stored.state(2, lease.token()));
            assertThat(stored.load().checkpoint()).contains(stored.state(2, 1));
            lease.release();
            Lease again = stored.own();
            stored.checkpoints().record(stored.run(), new Attempts(2, 1, false), again.token());
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(stored.checkpoints().attempts(stored.run())).isEqualTo(new Attempts(2, 1, false));
    }
}
