package io.github.recovery4j.testkit;

import static io.github.recovery4j.testkit.TextRecords.append;
import static io.github.recovery4j.testkit.TextRecords.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.StoreClosedException;
import io.github.recovery4j.journal.Journal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run records in its journal is there for its next owner, and is gone with the run. */
public abstract class RunJournalsContract extends StorageFixture {

    /** Creates the suite. */
    protected RunJournalsContract() {}

    @Test
    void a_run_without_records_has_an_empty_journal() {
        OwnedRun run = saved();
        try (Journal journal = open(run)) {
            assertThat(records(journal)).isEmpty();
            assertThat(journal.end()).isZero();
        }
        assertThat(read(run)).isEmpty();
    }

    @Test
    void the_next_owner_finds_what_was_recorded() {
        OwnedRun run = saved();
        try (Journal journal = open(run)) {
            append(journal, "one");
            append(journal, "two");
        }
        run.release();
        try (Journal journal = open(own(storage(), run.run()))) {
            append(journal, "three");
            assertThat(records(journal)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void what_was_recorded_survives_the_closing_of_the_storage() {
        OwnedRun run = saved();
        append(open(run), "one");
        reopen();
        assertThat(records(open(own(storage(), run.run())))).containsExactly("one");
    }

    @Test
    void somebody_who_only_looks_finds_what_was_recorded() {
        OwnedRun run = saved();
        append(open(run), "one");
        assertThat(read(run)).containsExactly("one");
    }

    @Test
    void runs_do_not_share_their_journals() {
        OwnedRun run = saved();
        OwnedRun other = saved();
        append(open(run), "one");
        assertThat(records(open(other))).isEmpty();
    }

    @Test
    void a_former_owner_records_nothing_any_more() {
        OwnedRun run = saved();
        try (Journal former = open(run)) {
            append(former, "one");
            run.release();
            try (Journal now = open(own(storage(), run.run()))) {
                assertThatExceptionOfType(FencedException.class).isThrownBy(() -> append(former, "late"));
                append(now, "two");
                assertThatExceptionOfType(FencedException.class).isThrownBy(() -> append(former, "later"));
                assertThat(records(now)).containsExactly("one", "two");
            }
        }
    }

    @Test
    void a_former_owner_does_not_open_the_journal_any_more() {
        OwnedRun run = saved();
        run.release();
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> open(run));
    }

    @Test
    void the_journal_is_removed_with_its_run() {
        OwnedRun run = saved();
        try (Journal journal = open(run)) {
            append(journal, "one");
        }
        storage().checkpoints().remove(run.run(), run.lease().token());
        assertThat(read(run)).isEmpty();
        run.release();
        assertThat(records(open(own(storage(), run.run())))).isEmpty();
    }

    @Test
    void a_closed_journal_takes_no_records() {
        Journal journal = open(saved());
        journal.close();
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> append(journal, "late"));
    }

    @Test
    void the_journals_of_a_closed_storage_are_closed() {
        OwnedRun run = saved();
        storage().close();
        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(() -> open(run));
    }

    private OwnedRun saved() {
        OwnedRun run = owned("job");
        run.save(1);
        return run;
    }

    private Journal open(OwnedRun run) {
        return storage().journals().open(run.run(), run.lease().token());
    }

    private List<String> read(OwnedRun run) {
        List<String> records = new ArrayList<>();
        storage().journals().read(run.run(), TextRecords.into(records));
        return records;
    }
}
