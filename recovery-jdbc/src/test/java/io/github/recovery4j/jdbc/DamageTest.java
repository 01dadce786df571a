package io.github.recovery4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.checkpoint.CheckpointTooLargeException;
import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not what was saved is reported, set aside, and costs nothing else. */
class DamageTest {

    private final String schema = Postgres.schema();
    private final JdbcStorage storage =
            JdbcStorage.builder(Postgres.pool()).schema(schema).open();

    @AfterEach
    void close() {
        storage.close();
    }

    private void execute(String sql) {
        Postgres.execute(sql.replace("{schema}", schema));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content = set_byte(content, 3, 99)",
                "config = set_byte(config, 1, 99)",
                "content = substr(content, 2)",
                "content = NULL",
                "content_codec = NULL",
                "kind = 'result'",
                "kind = 'unheard of'",
                "saved_at = '2026-01-01T00:00:00Z'",
                "saved_at = 'yesterday'",
                "epoch = epoch + 1",
                "instance = 'other'",
                "instance = E'\\\\'",
                "positions = 'items=3'",
                "positions = 'items'",
                "content_version = 0",
                "checksum = checksum + 1"
            })
    void a_generation_that_was_changed_is_passed_over_and_set_aside(String change) {
        OwnedRun run = OwnedRun.create(storage);
        run.save(1);
        run.save(2);
        execute("UPDATE {schema}.checkpoint SET " + change + " WHERE generation = 2");
        Loaded loaded = run.load();
        assertThat(loaded.checkpoint().orElseThrow().content()).isEqualTo(OwnedRun.state(1));
        assertThat(loaded.damages()).hasSize(1);
        Damage damage = loaded.damages().get(0);
        assertThat(damage.location()).contains(schema + ".checkpoint", "generation=2");

        String evidence = storage.checkpoints().quarantine(damage, run.lease().token());
        assertThat(evidence).contains(schema + ".quarantine", "id=1");
        assertThat(run.load().damages()).isEmpty();
        assertThat(Postgres.value("SELECT (evidence).generation FROM %s.quarantine".formatted(schema)))
                .isEqualTo("2");
        run.save(3);
        assertThat(run.newest().generation()).isEqualTo(3);
        assertThat(run.load().damages()).isEmpty();
    }

    @Test
    void a_generation_of_another_run_is_not_taken_for_ones_own() {
        OwnedRun run = OwnedRun.create(storage);
        OwnedRun other = OwnedRun.create(storage);
        run.save(1);
        other.save(1);
        execute("UPDATE {schema}.checkpoint SET owned = 3 - owned, slot = slot + 2");
        assertThat(run.load().checkpoint()).isEmpty();
        assertThat(run.load().damages()).hasSize(1);
    }

    @Test
    void a_generation_of_a_newer_release_is_refused_and_left_alone() {
        OwnedRun run = OwnedRun.create(storage);
        run.save(1);
        execute("UPDATE {schema}.checkpoint SET format = 2");
        assertThatExceptionOfType(UnsupportedFormatException.class).isThrownBy(run::load);
    }

    @Test
    void a_generation_that_is_too_large_for_this_process_is_not_loaded_into_it() {
        OwnedRun run = OwnedRun.create(storage);
        run.save(1);
        try (JdbcStorage small =
                JdbcStorage.builder(Postgres.pool()).schema(schema).largest(100).open()) {
            assertThatExceptionOfType(CheckpointTooLargeException.class)
                    .isThrownBy(() -> small.checkpoints().load(run.run(), Long.MAX_VALUE));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> small.checkpoints().save(run.checkpoint(2)))
                    .withMessageContaining("the limit is 100");
        }
        assertThat(run.newest().generation()).isEqualTo(1);
    }

    /** As it says when a piece of a large value is gone. */
    private DataSource unreadable(Predicate<String> statement) {
        return StandIn.of(DataSource.class, (method, arguments) -> {
            Connection connection = Postgres.pool().getConnection();
            return StandIn.of(Connection.class, (called, with) -> {
                if (called.getName().equals("prepareStatement") && statement.test((String) with[0])) {
                    throw new SQLException("missing chunk number 0 for toast value 1", "XX001");
                }
                return called.invoke(connection, with);
            });
        });
    }

    @Test
    void a_generation_that_the_database_cannot_read_is_passed_over() {
        OwnedRun run = OwnedRun.create(storage);
        run.save(1);
        run.save(2);
        AtomicInteger loads = new AtomicInteger();
        DataSource source = unreadable(sql -> sql.contains("RETURNING c AS evidence")
                || sql.contains("c.generation < ?") && sql.contains("config_codec") && loads.incrementAndGet() == 1);
        try (JdbcStorage half = JdbcStorage.builder(source).schema(schema).open()) {
            Loaded loaded = half.checkpoints().load(run.run(), Long.MAX_VALUE);
            assertThat(loaded.checkpoint().orElseThrow().generation()).isEqualTo(1);
            assertThat(loaded.damages()).hasSize(1);
            Damage damage = loaded.damages().get(0);
            assertThat(damage.reason()).contains("missing chunk");

            half.checkpoints().quarantine(damage, run.lease().token());
            assertThat(Postgres.value("SELECT (evidence).instance FROM %s.quarantine".formatted(schema)))
                    .isEqualTo("label");
            run.save(3);
            assertThat(run.load().damages()).isEmpty();
        }
    }

    @Test
    void one_generation_that_the_database_cannot_read_does_not_hide_other_runs() {
        OwnedRun run = OwnedRun.create(storage);
        OwnedRun other = OwnedRun.create(storage);
        run.save(1);
        other.save(1);
        DataSource source = unreadable(sql -> sql.contains("unnest"));
        try (JdbcStorage half = JdbcStorage.builder(source).schema(schema).open()) {
            List<RunKey> shown = new ArrayList<>();
            half.checkpoints().loadAll("job", (key, loaded) -> {
                assertThat(loaded.checkpoint()).isPresent();
                shown.add(key);
            });
            assertThat(shown).containsExactlyInAnyOrder(run.run(), other.run());
        }
    }

    @Test
    void a_record_that_was_changed_costs_itself_alone() {
        OwnedRun run = OwnedRun.create(storage);
        run.save(1);
        Journal journal = storage.journals().open(run.run(), run.lease().token());
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            positions.add(journal.append(i, Sync.now(), ByteBuffer.wrap(new byte[] {1, 2, 3})));
        }
        execute("UPDATE {schema}.record SET payload = set_byte(payload, 1, 99) WHERE position = " + positions.get(1));
        List<Long> shown = new ArrayList<>();
        List<Gap> gaps = journal.replay(0, entry -> shown.add(entry.position()));
        assertThat(shown).containsExactly(positions.get(0), positions.get(2));
        assertThat(gaps).singleElement().satisfies(gap -> {
            assertThat(gap.from()).isEqualTo(positions.get(1));
            assertThat(gap.to()).isEqualTo(positions.get(2));
        });
        assertThat(journal.read(positions.get(1))).isEmpty();
        execute("DELETE FROM {schema}.record WHERE position = " + positions.get(1));
        assertThat(journal.replay(0, entry -> {})).hasSize(1);
    }
}
