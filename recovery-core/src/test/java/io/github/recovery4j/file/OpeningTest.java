package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.lease.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Opening a storage makes its directory, and removes what is no longer kept. */
class OpeningTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final StoredRun stored = new StoredRun(() -> directory);

    @Test
    void opening_removes_an_old_unfinished_run_and_keeps_a_younger_one() {
        stored.save(1).release();
        stored.reopen(Retention.DEFAULT, Samples.NOW.plus(Duration.ofDays(7)));
        assertThat(stored.load().checkpoint()).isPresent();
        stored.reopen(Retention.DEFAULT, Samples.NOW.plus(Duration.ofDays(7)).plusMillis(1));
        assertThat(stored.load().checkpoint()).isEmpty();
        assertThat(stored.jobDirectory()).isEmptyDirectory();
    }

    @Test
    void opening_never_touches_a_run_that_is_being_worked_on() throws IOException {
        Lease lease = stored.save(1, 2, 3);
        Path saving = Files.createFile(stored.file(".new-" + lease.token()));
        Path retired = stored.file(".old-" + lease.token() + "-1");
        try (FileStorage other = FileStorage.builder(directory)
                .clock(() -> Samples.NOW.plus(Duration.ofDays(100)))
                .open()) {
            assertThat(other.checkpoints().load(stored.run(), Long.MAX_VALUE).checkpoint())
                    .isPresent();
        }
        assertThat(saving).exists();
        assertThat(retired).exists();
    }

    @Test
    void opening_removes_saves_that_never_committed_and_leaves_foreign_files() throws IOException {
        stored.save(1).release();
        Path leftover = Files.createFile(stored.file(".new-1"));
        Path retired = Files.createFile(stored.file(".old-1-17"));
        Path foreign = Files.createFile(stored.jobDirectory().resolve("notes.txt"));
        Path lookalike = Files.createFile(stored.jobDirectory().resolve("x.tmp.json.new-1"));
        Files.createFile(directory.resolve("README"));
        stored.reopen();
        assertThat(leftover).doesNotExist();
        assertThat(retired).doesNotExist();
        assertThat(foreign).exists();
        assertThat(lookalike).exists();
        assertThat(stored.load().checkpoint()).isPresent();
    }

    @Test
    void opening_trims_older_generations_to_the_limit_of_bytes_but_never_the_newest() throws IOException {
        stored.reopen(new Retention(10, Duration.ofDays(7), Long.MAX_VALUE), Samples.NOW);
        stored.save(1, 2, 3, 4, 5, 6).release();
        stored.reopen(new Retention(10, Duration.ofDays(7), 1), Samples.NOW);
        assertThat(stored.fileNames().stream().filter(name -> name.contains(".tmp.json")))
                .hasSize(2);
        assertThat(stored.load().checkpoint()).contains(stored.state(6, 1));
    }

    @Test
    void a_result_is_removed_when_it_was_kept_long_enough() {
        Lease lease = stored.save(1);
        stored.checkpoints()
                .save(new Checkpoint(
                        stored.run(),
                        "a label",
                        new Stamp(2, lease.token(), Samples.NOW),
                        Samples.CONFIG,
                        new Content.Result(Samples.text("42"), Samples.NOW.plusSeconds(60))));
        lease.release();
        stored.reopen(Retention.DEFAULT, Samples.NOW.plusSeconds(59));
        assertThat(stored.load().checkpoint()).isPresent();
        stored.reopen(Retention.DEFAULT, Samples.NOW.plusSeconds(60));
        assertThat(stored.load().checkpoint()).isEmpty();
    }

    @Test
    void a_directory_that_is_a_file_is_refused_with_its_name(@TempDir Path elsewhere) throws IOException {
        Path file = Files.createFile(elsewhere.resolve("file"));
        assertThatThrownBy(() -> FileStorage.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("cannot be opened");
    }

    @Test
    void a_missing_directory_is_created_with_its_parents(@TempDir Path elsewhere) {
        Path deep = elsewhere.resolve("a/b/c");
        FileStorage.open(deep).close();
        assertThat(deep.resolve("storage.json")).isRegularFile();
    }
}
