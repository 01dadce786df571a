package io.github.recovery4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.lease.LeaseException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A database that has forgotten what it acknowledged is not believed. */
class GoneBackTest {

    private static final String GONE_BACK = "gone back in time";

    private final String schema = Postgres.schema();
    private final JdbcStorage storage =
            JdbcStorage.builder(Postgres.pool()).schema(schema).open();

    @AfterEach
    void close() {
        storage.close();
    }

    private void execute(String sql, OwnedRun run) {
        Postgres.execute(sql.replace("{schema}", schema)
                .replace("{run}", "name = '" + run.run().id() + "'"));
    }

    @Test
    void a_run_whose_newest_generation_is_missing_is_not_saved_any_more() {
        OwnedRun run = OwnedRun.create(storage);
        run.save(1);
        run.save(2);
        execute("UPDATE {schema}.owned SET generation = 1 WHERE {run}", run);
        assertThatExceptionOfType(FencedException.class)
                .isThrownBy(() -> run.save(3))
                .withMessageContaining(GONE_BACK)
                .withMessageContaining("it knows generation 1")
                .withMessageContaining("up to generation 2");
        assertThat(run.saves(schema)).isEqualTo("2");
    }

    @Test
    void a_run_that_is_missing_is_not_saved_any_more() {
        OwnedRun run = OwnedRun.create(storage);
        run.save(1);
        execute("DELETE FROM {schema}.owned WHERE {run}", run);
        assertThatExceptionOfType(FencedException.class)
                .isThrownBy(() -> run.save(2))
                .withMessageContaining(GONE_BACK);
    }

    @Test
    void a_run_whose_lease_is_missing_is_not_saved_any_more() {
        OwnedRun run = OwnedRun.create(storage);
        run.save(1);
        execute("UPDATE {schema}.owned SET epoch = 0 WHERE {run}", run);
        assertThatExceptionOfType(FencedException.class)
                .isThrownBy(() -> run.save(2))
                .withMessageContaining(GONE_BACK);
    }

    @Test
    void tokens_that_were_given_before_are_not_taken_again() {
        OwnedRun run = OwnedRun.create(storage);
        execute("ALTER SEQUENCE {schema}.epoch RESTART", run);
        assertThatExceptionOfType(LeaseException.class)
                .isThrownBy(() -> OwnedRun.create(storage))
                .withMessageContaining(GONE_BACK);
        assertThat(run.lease().renew()).isTrue();
    }

    @Test
    void a_journal_whose_newest_record_is_missing_takes_no_more() {
        OwnedRun run = OwnedRun.create(storage);
        run.save(1);
        Journal journal = storage.journals().open(run.run(), run.lease().token());
        journal.append(1, Sync.now(), ByteBuffer.allocate(10));
        long lost = journal.append(1, Sync.now(), ByteBuffer.allocate(10));
        execute("DELETE FROM {schema}.record WHERE position = " + lost, run);
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> journal.append(1, Sync.now(), ByteBuffer.allocate(10)))
                .withMessageContaining(GONE_BACK);
    }
}
