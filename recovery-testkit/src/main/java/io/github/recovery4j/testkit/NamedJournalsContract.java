package io.github.recovery4j.testkit;

import static io.github.recovery4j.testkit.TextRecords.append;
import static io.github.recovery4j.testkit.TextRecords.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.storage.Storage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A journal that belongs to a name is there for whoever opens it next, under that very name, and one at a time. */
public abstract class NamedJournalsContract extends StorageFixture {

    private static final JournalName NAME = name("", "services");

    /** Creates the suite. */
    protected NamedJournalsContract() {}

    @Test
    void a_journal_that_nobody_wrote_is_empty() {
        assertThat(read(NAME)).isEmpty();
        try (Journal journal = open(NAME)) {
            assertThat(records(journal)).isEmpty();
            assertThat(journal.end()).isZero();
        }
    }

    @Test
    void who_opens_it_next_finds_what_was_appended() {
        try (Journal journal = open(NAME)) {
            append(journal, "one");
        }
        try (Journal journal = open(NAME)) {
            append(journal, "two");
            assertThat(records(journal)).containsExactly("one", "two");
        }
    }

    @Test
    void what_was_appended_survives_the_closing_of_the_storage() {
        append(open(NAME), "one");
        reopen();
        assertThat(records(open(NAME))).containsExactly("one");
    }

    @Test
    void somebody_who_only_looks_finds_what_was_appended() {
        append(open(NAME), "one");
        assertThat(read(NAME)).containsExactly("one");
    }

    @Test
    void one_at_a_time_has_it_open() {
        try (Journal journal = open(NAME)) {
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(() -> open(NAME))
                    .withMessageContaining("somebody else has it open");
            append(journal, "one");
        }
        assertThat(records(open(NAME))).containsExactly("one");
    }

    @Test
    void another_user_of_the_place_is_refused_while_it_is_open() {
        append(open(NAME), "one");
        Storage other = another();
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> other.namedJournals().open(NAME))
                .withMessageContaining("somebody else has it open");
        assertThat(read(NAME)).containsExactly("one");
    }

    @Test
    void no_two_names_share_a_journal() {
        List<JournalName> names = List.of(
                NAME,
                new JournalName("ledger", "", "services", "other"),
                new JournalName("queue", "", "services", "events"),
                name("a", "b/c"),
                name("a/b", "c"),
                name("", "a/b/c"),
                name("a", "b.c"),
                name("a.b", "c"),
                name("", "a.b.c"),
                name("", ".."),
                name("..", ".."),
                name("", "services "),
                name("", "service"),
                name("", "servi%63es"),
                name("", "~"),
                name("", "\u00fc"),
                name("", "u\u0308"),
                name("", "\ud800"),
                name("", "x".repeat(3000)),
                name("", "x".repeat(3001)),
                name("x".repeat(3000), "y".repeat(3000)));
        for (JournalName name : names) {
            try (Journal journal = open(name)) {
                assertThat(records(journal)).as("%s", name).isEmpty();
                append(journal, name.toString());
            }
        }
        for (JournalName name : names) {
            assertThat(read(name)).as("%s", name).hasSize(1);
        }
    }

    @Test
    void they_are_no_jobs_and_no_runs() {
        append(open(name("", "job")), "one");
        assertThat(storage().checkpoints().jobs()).isEmpty();
        assertThat(storage().checkpoints().runs("job")).isEmpty();
    }

    @Test
    void what_was_released_is_not_needed_any_more() {
        try (Journal journal = open(NAME)) {
            append(journal, "one");
            long second = append(journal, "two");
            journal.release(second);
            assertThat(records(journal)).endsWith("two");
        }
    }

    @Test
    void who_waits_for_one_record_may_be_late() {
        try (Journal journal = open(NAME)) {
            long position = journal.append(1, Sync.atClose(), ByteBuffer.wrap(new byte[] {1}));
            journal.sync(position);
            assertThat(journal.read(position)).isPresent();
            append(journal, "later");
            journal.sync(position);
        }
    }

    @Test
    void the_journals_of_a_closed_storage_are_closed() {
        Journal journal = open(NAME);
        append(journal, "one");
        storage().close();
        assertThatExceptionOfType(JournalClosedException.class).isThrownBy(() -> append(journal, "late"));
        assertThatExceptionOfType(JournalClosedException.class).isThrownBy(() -> open(NAME));
        assertThatExceptionOfType(JournalClosedException.class).isThrownBy(() -> read(NAME));
    }

    private static JournalName name(String tenant, String name) {
        return new JournalName("ledger", tenant, name, "events");
    }

    private Journal open(JournalName name) {
        return storage().namedJournals().open(name);
    }

    private List<String> read(JournalName name) {
        List<String> records = new ArrayList<>();
        storage().namedJournals().read(name, 0, TextRecords.into(records));
        return records;
    }
}
