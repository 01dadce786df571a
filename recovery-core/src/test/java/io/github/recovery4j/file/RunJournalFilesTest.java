package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.lease.Lease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where the journal of a run lies, and when it goes. */
class RunJournalFilesTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final StoredRun stored = new StoredRun(() -> directory);

    private Path journalDirectory() {
        return stored.jobDirectory().resolve(stored.run().id() + ".journal");
    }

    private Lease recorded(String... texts) {
        Lease lease = stored.save(1);
        try (Journal journal = stored.storage().journals().open(stored.run(), lease.token())) {
            for (String text : texts) {
                append(journal, text);
            }
        }
        return lease;
    }

    private static void append(Journal journal, String text) {
        journal.append(1, Sync.now(), ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> read() {
        List<String> texts = new ArrayList<>();
        stored.storage()
                .journals()
                .read(stored.run(), entry -> texts.add(new String(entry.bytes(), StandardCharsets.UTF_8)));
        return texts;
    }

    @Test
    void it_lies_beside_the_reports_and_is_no_run_and_no_job() throws IOException {
        recorded("one");
        assertThat(StoredRun.names(journalDirectory())).containsExactly("0000000000000000.segment");
        assertThat(stored.checkpoints().jobs()).containsExactly("sync");
        assertThat(stored.checkpoints().runs("sync")).containsExactly(stored.run());
        assertThat(stored.load().damages()).isEmpty();
    }

    @Test
    void a_run_without_records_has_no_directory() {
        recorded();
        assertThat(journalDirectory()).doesNotExist();
        assertThat(read()).isEmpty();
    }

    @Test
    void it_goes_with_the_run() throws IOException {
        Lease lease = recorded("one");
        stored.checkpoints().remove(stored.run(), lease.token());
        assertThat(stored.fileNames()).isEmpty();
    }

    @Test
    void what_a_removal_left_that_was_cut_short_goes_with_the_next_opening() throws IOException {
        recorded("one").release();
        Files.delete(stored.file(""));
        stored.reopen();
        assertThat(stored.fileNames()).isEmpty();
    }

    @Test
    void the_journal_of_a_run_whose_reports_are_all_damaged_is_kept() throws IOException {
        recorded("one").release();
        Files.move(stored.file(""), stored.file(".broken-1"));
        stored.reopen();
        assertThat(read()).containsExactly("one");
    }

    @Test
    void the_journal_of_a_run_that_somebody_is_about_to_begin_is_kept() throws IOException {
        Lease lease = recorded("one");
        Files.delete(stored.file(""));
        try (FileStorage other = FileStorage.open(directory)) {
            assertThat(other.journals().read(stored.run(), entry -> {})).isEmpty();
            assertThat(journalDirectory()).exists();
        }
        lease.release();
    }

    @Test
    void files_of_somebody_else_in_its_directory_are_kept() throws IOException {
        Lease lease = recorded("one");
        Files.writeString(journalDirectory().resolve("notes.txt"), "mine");
        stored.checkpoints().remove(stored.run(), lease.token());
        assertThat(StoredRun.names(journalDirectory())).containsExactly("notes.txt");
        assertThat(read()).isEmpty();
    }

    @Test
    void an_old_run_is_removed_only_if_it_has_no_journal() throws IOException {
        recorded("one").release();
        Instant later = Samples.NOW.plus(Duration.ofDays(400));
        stored.reopen(Retention.DEFAULT, later);
        assertThat(stored.load().checkpoint()).isPresent();
        assertThat(read()).containsExactly("one");
    }

    @Test
    void whoever_only_reads_changes_nothing() throws IOException {
        Lease lease = stored.save(1);
        Journal open = stored.storage().journals().open(stored.run(), lease.token());
        append(open, "one");
        Path segment = journalDirectory().resolve("0000000000000000.segment");
        byte[] before = Files.readAllBytes(segment);
        assertThat(read()).containsExactly("one");
        assertThat(Files.readAllBytes(segment)).isEqualTo(before);
        assertThat(StoredRun.names(journalDirectory())).hasSize(1);
        append(open, "two");
        assertThat(read()).containsExactly("one", "two");
    }

    @Test
    void the_journal_of_another_run_is_not_taken_for_its_own() throws IOException {
        recorded("one");
        var other = Samples.run("sync");
        Path copy = stored.jobDirectory().resolve(other.id() + ".journal");
        Files.createDirectory(copy);
        Files.copy(journalDirectory().resolve("0000000000000000.segment"), copy.resolve("0000000000000000.segment"));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> stored.storage().journals().read(other, entry -> {}))
                .withMessageContaining("another journal")
                .satisfies(e -> assertThat(e.getMessage()).containsOnlyOnce("could not be read"));
    }

    @Test
    void a_medium_that_fails_is_told_in_the_words_of_the_storage() throws IOException {
        Lease lease = stored.save(1);
        Files.createFile(journalDirectory());
        Journal journal = stored.storage().journals().open(stored.run(), lease.token());
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> append(journal, "one"))
                .withMessageContaining(journalDirectory().toString());
    }
}
