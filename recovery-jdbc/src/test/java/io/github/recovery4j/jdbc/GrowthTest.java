package io.github.recovery4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** However long it goes on, the tables do not. Alone, as what a transaction of others may still see is not cleaned up. */
@Isolated
class GrowthTest {

    /** Each of them takes some hundreds of bytes. */
    private static final long SAVES = 3_000;

    private final String schema = Postgres.schema();
    private final JdbcStorage storage =
            JdbcStorage.builder(Postgres.pool()).schema(schema).open();

    @AfterEach
    void close() {
        storage.close();
    }

    private long number(String sql) {
        return Long.parseLong(Postgres.value(sql.replace("{schema}", schema)));
    }

    @Test
    void a_run_that_saves_and_renews_for_long_takes_no_more_space() {
        DataSource alone = Postgres.database(schema);
        try (HikariDataSource pool = Postgres.pool(alone, 1)) {
            JdbcStorage.migrate(pool);
            OwnedRun run = OwnedRun.create(JdbcStorage.open(pool));
            for (long generation = 1; generation <= SAVES; generation++) {
                run.save(generation);
                if (generation % 10 == 0) {
                    assertThat(run.lease().renew()).isTrue();
                }
            }
        }
        assertThat(Postgres.value(alone, "SELECT count(*) FROM recovery4j.checkpoint"))
                .isEqualTo("2");
        for (String table : new String[] {"checkpoint", "owned", "owned_pkey", "owned_key_key", "checkpoint_pkey"}) {
            assertThat(Long.parseLong(
                            Postgres.value(alone, "SELECT pg_relation_size('recovery4j.%s')".formatted(table))))
                    .as(table)
                    .isLessThan(SAVES * 50);
        }
    }

    @Test
    void a_removed_run_leaves_no_row() {
        OwnedRun run = OwnedRun.create(storage);
        run.save(1);
        try (Journal journal = storage.journals().open(run.run(), run.lease().token())) {
            journal.append(1, Sync.now(), ByteBuffer.allocate(1));
        }
        storage.checkpoints().remove(run.run(), run.lease().token());
        assertThat(run.lease().release()).isTrue();
        for (String table : new String[] {"owned", "checkpoint", "record"}) {
            assertThat(number("SELECT count(*) FROM {schema}." + table))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void tokens_grow_for_ever_also_over_the_removal_of_a_run() {
        RunKey key = OwnedRun.newRun();
        long last = 0;
        for (int i = 0; i < 5; i++) {
            OwnedRun run = OwnedRun.take(storage, key, OwnedRun.LONG);
            assertThat(run.lease().token()).isGreaterThan(last);
            last = run.lease().token();
            run.save(1);
            storage.checkpoints().remove(run.run(), run.lease().token());
        }
    }

    @Test
    void what_was_kept_long_enough_is_removed_when_a_storage_is_opened() {
        OwnedRun young = released(OwnedRun.create(storage), true);
        OwnedRun outdated = released(OwnedRun.create(storage), true);
        OwnedRun owned = OwnedRun.create(storage);
        owned.save(1);
        OwnedRun withSteps = OwnedRun.create(storage);
        withSteps.save(1);
        try (Journal journal =
                storage.journals().open(withSteps.run(), withSteps.lease().token())) {
            journal.append(1, Sync.now(), ByteBuffer.allocate(1));
        }
        withSteps.lease().release();
        OwnedRun never = released(OwnedRun.create(storage), false);
        OwnedRun remembered = finished(Instant.now().plusSeconds(3600));
        OwnedRun forgotten = finished(Instant.now().minusSeconds(1));
        age(outdated, owned, withSteps, never, remembered, forgotten);

        JdbcStorage.builder(Postgres.pool())
                .schema(schema)
                .maxAge(Duration.ofDays(3))
                .open()
                .close();
        assertThat(storage.checkpoints().runs("job"))
                .containsExactlyInAnyOrder(young.run(), owned.run(), withSteps.run(), remembered.run());
        assertThat(number("SELECT count(*) FROM {schema}.owned")).isEqualTo(4);
        assertThat(storage.checkpoints().attempts(never.run())).isEqualTo(Attempts.NONE);
    }

    private static OwnedRun released(OwnedRun run, boolean saved) {
        if (saved) {
            run.save(1);
        }
        run.lease().release();
        return run;
    }

    private OwnedRun finished(Instant keepUntil) {
        OwnedRun run = OwnedRun.create(storage);
        var admission = run.checkpoint(1);
        storage.checkpoints()
                .save(new Checkpoint(
                        run.run(),
                        "",
                        admission.stamp(),
                        admission.config(),
                        new Content.Result(admission.config(), keepUntil)));
        run.lease().release();
        return run;
    }

    private void age(OwnedRun... runs) {
        for (OwnedRun run : runs) {
            Postgres.execute(
                    "UPDATE %s.owned SET since = since - interval '5 days', saved_at = saved_at - interval '5 days' WHERE name = '%s'"
                            .formatted(schema, run.run().id()));
        }
    }
}
