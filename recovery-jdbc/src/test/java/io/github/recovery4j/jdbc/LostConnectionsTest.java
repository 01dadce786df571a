package io.github.recovery4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.jdbc.Proxy.Direction;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that is lost costs a new one, whichever byte was the last, and nothing is done twice. */
class LostConnectionsTest {

    /** How often the server has to see a statement before the driver says it in short. */
    private static final int WARM = 8;

    private static final int STEP = 23;

    private final String schema = Postgres.schema();
    private Proxy proxy;
    private HikariDataSource pool;
    private JdbcStorage storage;

    @BeforeEach
    void open() throws IOException {
        proxy = new Proxy(Postgres.port());
        pool = Postgres.pool(proxy.source(), 1);
        storage = JdbcStorage.builder(pool)
                .schema(schema)
                .patience(Duration.ofSeconds(20))
                .open();
    }

    @AfterEach
    void close() throws IOException {
        proxy.thaw();
        storage.close();
        pool.close();
        proxy.close();
    }

    @Test
    void a_save_is_one_round_trip() {
        OwnedRun run = OwnedRun.create(storage);
        long generation = warm(run::save);
        assertThat(LongStream.rangeClosed(generation + 1, generation + 5)
                        .map(next -> turns(() -> run.save(next)))
                        .min())
                .as("a pool may look after a connection now and then")
                .hasValue(2);
    }

    private long turns(Runnable action) {
        long before = proxy.turns();
        action.run();
        return proxy.turns() - before;
    }

    private static long warm(LongConsumer action) {
        for (long number = 1; number <= WARM; number++) {
            action.accept(number);
        }
        return WARM;
    }

    @ParameterizedTest
    @EnumSource
    void a_save_is_done_once_wherever_its_connection_is_cut(Direction direction) {
        OwnedRun run = OwnedRun.create(storage);
        long generation = warm(run::save);
        long bytes = bytes(direction, () -> run.save(WARM + 1));
        generation++;
        for (long after : positions(bytes)) {
            generation += warmAgain(run, generation);
            proxy.cutAfter(direction, after);
            run.save(++generation);
            assertThat(run.newest().content()).isEqualTo(OwnedRun.state(generation));
            assertThat(run.saves(schema)).as("cut after %d bytes", after).isEqualTo(Long.toString(generation));
        }
        assertThat(storage.checkpoints()
                        .load(run.run(), generation)
                        .checkpoint()
                        .orElseThrow()
                        .generation())
                .isEqualTo(generation - 1);
    }

    /** A new connection says everything at length again. */
    private static long warmAgain(OwnedRun run, long generation) {
        run.save(generation + 1);
        return 1;
    }

    private long bytes(Direction direction, Runnable action) {
        long before = proxy.passed(direction);
        action.run();
        return proxy.passed(direction) - before;
    }

    /** The first and the last ones, and some between. */
    private static List<Long> positions(long bytes) {
        List<Long> positions = new ArrayList<>();
        for (long position = 1; position < bytes; position += STEP) {
            positions.add(position);
        }
        for (long position = Math.max(1, bytes - 8); position <= bytes; position++) {
            positions.add(position);
        }
        return positions;
    }

    @ParameterizedTest
    @EnumSource
    void a_record_is_there_once_wherever_its_connection_is_cut(Direction direction) {
        OwnedRun run = OwnedRun.create(storage);
        run.save(1);
        List<String> expected = new ArrayList<>();
        try (Journal journal = storage.journals().open(run.run(), run.lease().token())) {
            warm(number -> append(journal, expected));
            long bytes = bytes(direction, () -> append(journal, expected));
            for (long after : positions(bytes)) {
                append(journal, expected);
                proxy.cutAfter(direction, after);
                append(journal, expected);
            }
            assertThat(texts(journal)).isEqualTo(expected);
        }
    }

    private static void append(Journal journal, List<String> expected) {
        String text = "record " + expected.size();
        journal.append(1, Sync.now(), ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        expected.add(text);
    }

    private static List<String> texts(Journal journal) {
        List<String> texts = new ArrayList<>();
        assertThat(journal.replay(
                        0, entry -> texts.add(new String(entry.bytes(), java.nio.charset.StandardCharsets.UTF_8))))
                .isEmpty();
        return texts;
    }

    @ParameterizedTest
    @EnumSource
    void leases_are_taken_renewed_and_given_back_wherever_the_connection_is_cut(Direction direction) {
        long bytes = bytes(direction, () -> OwnedRun.create(storage).lease().release());
        for (long after : positions(bytes)) {
            proxy.cutAfter(direction, after);
            OwnedRun run = OwnedRun.create(storage);
            assertThat(run.lease().renew()).isTrue();
            assertThat(run.lease().release()).as("cut after %d bytes", after).isTrue();
            assertThat(run.lease().release()).isFalse();
        }
    }

    /** The server goes on with what it was asked, long after the one who asked has given up hope and asked again. */
    @Test
    void a_save_that_the_server_carries_out_late_is_not_carried_out_twice() throws Exception {
        OwnedRun run = OwnedRun.create(storage);
        run.save(1);
        CompletableFuture<Void> saving;
        try (Connection other = Postgres.server().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM %s.owned WHERE name = '%s' FOR UPDATE"
                    .formatted(schema, run.run().id()));
            saving = CompletableFuture.runAsync(() -> run.save(2), OwnedRun::onItsOwnThread);
            awaitWaiting(1);
            proxy.cut();
            awaitWaiting(2);
            other.commit();
        }
        saving.get(20, TimeUnit.SECONDS);
        assertThat(run.newest().content()).isEqualTo(OwnedRun.state(2));
        assertThat(run.saves(schema)).isEqualTo("2");
    }

    /** Until so many sessions of the server wait to save in our schema. */
    private void awaitWaiting(int sessions) {
        String waiting =
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%%UPDATE %s.owned%%'"
                        .formatted(schema);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (Integer.parseInt(Postgres.value(waiting)) < sessions) {
            assertThat(System.nanoTime()).as("%d sessions wait", sessions).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void a_line_that_is_dead_costs_no_more_than_the_patience() throws SQLException {
        OwnedRun run = OwnedRun.create(storage);
        run.save(1);
        JdbcStorage impatient = JdbcStorage.builder(pool)
                .schema(schema)
                .patience(Duration.ofSeconds(2))
                .open();
        proxy.freeze();
        pool.setConnectionTimeout(500);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> impatient.checkpoints().save(run.checkpoint(2)))
                .withMessageContaining("job/" + run.run().id())
                .withMessageContaining("it cannot be told whether it was done");
        proxy.thaw();
        proxy.cut();
        run.save(3);
        assertThat(run.newest().generation()).isEqualTo(3);
        impatient.close();
    }
}
