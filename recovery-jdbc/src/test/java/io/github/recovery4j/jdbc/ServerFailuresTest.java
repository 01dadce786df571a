package io.github.recovery4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Whatever ends on the side of the server, what was acknowledged is there, and nothing was done twice. */
class ServerFailuresTest {

    private static final int SAVES = 150;

    @Test
    void sessions_that_are_ended_in_the_middle_of_saves_lose_none_and_double_none() throws Exception {
        String schema = Postgres.schema();
        PGSimpleDataSource source = (PGSimpleDataSource) Postgres.server();
        source.setApplicationName(schema);
        try (HikariDataSource pool = Postgres.pool(source, 2);
                JdbcStorage storage = JdbcStorage.builder(pool).schema(schema).open()) {
            OwnedRun run = OwnedRun.create(storage);
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Integer> killing =
                    CompletableFuture.supplyAsync(() -> kill(schema, done), OwnedRun::onItsOwnThread);
            try {
                for (long generation = 1; generation <= SAVES; generation++) {
                    run.save(generation);
                    assertThat(run.newest().generation()).isEqualTo(generation);
                }
            } finally {
                done.set(true);
            }
            assertThat(killing.get(30, TimeUnit.SECONDS)).isPositive();
            assertThat(run.saves(schema)).isEqualTo(Integer.toString(SAVES));
        }
    }

    private static int kill(String application, AtomicBoolean done) {
        AtomicInteger killed = new AtomicInteger();
        while (!done.get()) {
            String ended = Postgres.value(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '%s' AND state = 'active'"
                            .formatted(application));
            killed.addAndGet(Integer.parseInt(ended));
        }
        return killed.get();
    }

    @Test
    void a_server_that_is_killed_and_started_again_in_the_middle_of_saves_loses_none(@TempDir Path directory)
            throws Exception {
        EmbeddedPostgres first = start(directory);
        try (Proxy proxy = new Proxy(first.getPort());
                HikariDataSource pool = Postgres.pool(proxy.source(), 2)) {
            JdbcStorage.migrate(pool);
            JdbcStorage storage =
                    JdbcStorage.builder(pool).patience(Duration.ofSeconds(50)).open();
            OwnedRun run = OwnedRun.create(storage);
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger acknowledged = new AtomicInteger();
            CompletableFuture<Void> saving = CompletableFuture.runAsync(
                    () -> {
                        while (!done.get()) {
                            run.save(acknowledged.get() + 1);
                            acknowledged.incrementAndGet();
                        }
                    },
                    OwnedRun::onItsOwnThread);
            await(acknowledged, 20);
            kill(directory);
            first.close();
            try (EmbeddedPostgres second = start(directory)) {
                proxy.target(second.getPort());
                await(acknowledged, acknowledged.get() + 20);
                done.set(true);
                saving.get(30, TimeUnit.SECONDS);
                assertThat(run.newest().generation()).isEqualTo(acknowledged.get());
                storage.close();
            }
        }
    }

    private static EmbeddedPostgres start(Path directory) throws IOException {
        return Postgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .start();
    }

    /** Like a power failure that spares the disk: every session ends where it is, and what is in memory is gone. */
    private static void kill(Path directory) throws IOException {
        long pid = Long.parseLong(Files.readAllLines(directory.resolve("data").resolve("postmaster.pid"))
                .get(0)
                .strip());
        assertThat(new ProcessBuilder("kill", "-QUIT", Long.toString(pid))
                        .start()
                        .onExit()
                        .join()
                        .exitValue())
                .isZero();
    }

    private static void await(AtomicInteger acknowledged, int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(50);
        while (acknowledged.get() < count) {
            assertThat(System.nanoTime()).as("%d saves", count).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
