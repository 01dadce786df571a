package io.github.recovery4j.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A PostgreSQL for the tests of this JVM, started when the first one needs it, which fails if that cannot be: nothing is
 * skipped. Each test has a schema of its own.
 *
 * <p>PostgreSQL does not run as root. Where the tests do, the server is started in a user namespace of its own ({@code unshare
 * -U}), in which root has another name.
 */
final class Postgres {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static final int CONNECTIONS = 12;

    private Postgres() {}

    /** The one server of this JVM. */
    private static final class Shared {

        private static final EmbeddedPostgres SERVER = start();
        private static final HikariDataSource POOL = pool(SERVER.getPostgresDatabase(), CONNECTIONS);

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = builder().start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException("The embedded PostgreSQL did not start", e);
            }
        }

        private static void stop(EmbeddedPostgres server) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What the machine loses in a power failure is not what is tested here, so nothing waits for its disk. */
    static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("max_connections", "100");
    }

    static HikariDataSource pool(DataSource source, int connections) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /** The pool that most tests share. */
    static DataSource pool() {
        return Shared.POOL;
    }

    /** The server without a pool: a new connection for each call. */
    static DataSource server() {
        return Shared.SERVER.getPostgresDatabase();
    }

    /** A new database on the same server, without tables. */
    static DataSource database(String name) {
        execute("CREATE DATABASE " + name);
        return Shared.SERVER.getDatabase("postgres", name);
    }

    static int port() {
        return Shared.SERVER.getPort();
    }

    /** A new schema, with the tables in it. */
    static String schema() {
        String schema = emptySchema();
        JdbcStorage.builder(pool()).schema(schema).migrate();
        return schema;
    }

    /** The name of a schema that does not exist yet. */
    static String emptySchema() {
        return "test_" + SCHEMAS.incrementAndGet();
    }

    static void execute(String sql) {
        try (Connection connection = pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    static String value(String sql) {
        return value(pool(), sql);
    }

    static String value(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
