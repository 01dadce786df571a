package io.github.recovery4j.jdbc;

import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.testkit.JournalContract;
import org.junit.jupiter.api.AfterEach;

/** The contract of every journal, on PostgreSQL. */
class JdbcJournalTest extends JournalContract {

    private final JdbcStorage storage =
            JdbcStorage.builder(Postgres.pool()).schema(Postgres.schema()).open();

    @Override
    protected Journal open() {
        return storage.namedJournals().open(new JournalName("ledger", "", "contract", "events"));
    }

    @AfterEach
    void closeStorage() {
        storage.close();
    }
}
