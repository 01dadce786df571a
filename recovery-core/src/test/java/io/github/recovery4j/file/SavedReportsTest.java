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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
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
                .hasSize(4)
                .satisfies(lines -> assertThat(lines.get(0))
                        .startsWith("{\"recovery4j\":1,\"storage\":\"")
                        .contains("\"job\":\"sync\"", "\"savedAt\":\"2026-11-21T09:00:00.123Z\"")
                        .contains("\"positions\":{\"blocks\":10}"))
                .contains("{\"network\":\"mainnet\"}", "{\"state\":1}")
                .last(InstanceOfAssertFactories.STRING)
                .isBlank();
        assertThat(Files.readString(stored.file(""))).endsWith(" \n");
    }

    @Test
    void a_file_is_written_over_when_its_generation_is_not_kept_any_more() throws IOException {
        Lease lease = stored.save(1, 2, 3);
        Object first = key(".old-1-1");
        Object second = key(".backup");
        stored.checkpoints().save(stored.state(4, lease.token()));
        assertThat(key("")).isEqualTo(first);
        assertThat(key(".old-1-2")).isEqualTo(second);
        assertThat(stored.load().checkpoint()).contains(stored.state(4, 1));
        assertThat(stored.checkpoints().load(stored.run(), 4).checkpoint()).contains(stored.state(3, 1));
    }

    private Object key(String suffix) throws IOException {
        return Files.readAttributes(stored.file(suffix), BasicFileAttributes.class)
                .fileKey();
    }

    @Test
    void a_file_that_is_too_small_or_much_too_large_is_not_written_over() throws IOException {
        Lease lease = stored.save(1, 2, 3);
        try (InputStream small = Files.newInputStream(stored.file(".old-1-1"))) {
            stored.checkpoints().save(sized(4, 10_000, lease));
            assertThat(stored.file(".old-1-1")).doesNotExist();
            assertThat(small.readAllBytes()).hasSize(4096).asString().contains("\"generation\":1,");
        }
        stored.checkpoints().save(sized(5, 10, lease));
        stored.checkpoints().save(sized(6, 10, lease));
        try (InputStream large = Files.newInputStream(stored.file(".old-1-4"))) {
            stored.checkpoints().save(sized(7, 10, lease));
            assertThat(stored.file(".old-1-4")).doesNotExist();
            assertThat(large.readAllBytes()).asString().contains("\"generation\":4,");
        }
        assertThat(Files.size(stored.file(""))).isEqualTo(4096);
        assertThat(stored.load().checkpoint()).contains(sized(7, 10, lease));
    }

    private Checkpoint sized(long generation, int size, Lease lease) {
        return new Checkpoint(
                stored.run(),
                "a label",
                new Stamp(generation, lease.token(), Samples.NOW),
                Samples.CONFIG,
                new Content.State(Samples.text("x".repeat(size)), Map.of()));
    }

    @Test
    void a_state_that_grows_a_little_with_each_save_rarely_needs_a_larger_file() throws IOException {
        Lease lease = stored.save(1);
        Set<Long> sizes = new HashSet<>();
        for (int save = 2; save <= 200; save++) {
            stored.checkpoints().save(sized(save, 100_000 + 100 * save, lease));
            sizes.add(Files.size(stored.file("")));
        }
        assertThat(sizes).hasSizeLessThan(6);
        assertThat(stored.load().checkpoint()).contains(sized(200, 120_000, lease));
    }

    @Test
    void an_owner_that_lets_go_leaves_no_file_to_be_written_over() throws IOException {
        Lease lease = stored.save(1, 2, 3, 4);
        assertThat(stored.fileNames()).anyMatch(name -> name.contains(".old-"));
        lease.release();
        assertThat(stored.fileNames()).noneMatch(name -> name.contains(".old-"));
        assertThat(stored.load().checkpoint()).contains(stored.state(4, 1));
        stored.own();
        stored.checkpoints().save(stored.state(5, 2));
        assertThat(stored.load().checkpoint()).contains(stored.state(5, 2));
    }

    @Test
    void after_a_result_no_file_is_kept_to_be_written_over() throws IOException {
        Lease lease = stored.save(1, 2, 3, 4);
        stored.checkpoints()
                .save(new Checkpoint(
                        stored.run(),
                        "a label",
                        new Stamp(5, lease.token(), Samples.NOW),
                        Samples.CONFIG,
                        new Content.Result(Samples.text("done"), Samples.NOW.plusSeconds(60))));
        assertThat(stored.fileNames()).noneMatch(name -> name.contains(".old-"));
        assertThat(stored.load().checkpoint()).isPresent();
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
                .containsExactly("", ".backup", ".backup-3", ".backup-4", ".old-1-2");
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
            stored.checkpoints().record(stored.run(), new Attempts(2, 1, Attempts.Instruction.NONE), again.token());
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(stored.checkpoints().attempts(stored.run()))
                .isEqualTo(new Attempts(2, 1, Attempts.Instruction.NONE));
    }
}
