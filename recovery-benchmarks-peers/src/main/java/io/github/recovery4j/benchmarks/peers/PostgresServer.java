package io.github.recovery4j.benchmarks.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A PostgreSQL of its own, with its data in a directory that is found again. It refuses to be less durable than
 * {@code fsync=on}, {@code synchronous_commit=on} and {@code full_page_writes=on}; the embedding switches
 * {@code synchronous_commit} off unless told otherwise.
 *
 * <p>PostgreSQL does not run as root. Where this process does, the embedding starts it in a user namespace
 * ({@code unshare -U}), in which root has another name; without {@code unshare} or where namespaces are forbidden, run
 * the measurements as another user.
 */
final class PostgresServer implements AutoCloseable {

    private static final int CONNECTIONS = 80;

    private final EmbeddedPostgres server;
    private final HikariDataSource pool;

    PostgresServer(Path directory) throws IOException, SQLException {
        this.server = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("pg"))
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        this.pool = pool(server.getPostgresDatabase());
        for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            requireOn(setting);
        }
    }

    /** Connections are opened once, and then kept. */
    static HikariDataSource pool(DataSource source) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    private void requireOn(String setting) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + setting)) {
            if (!row.next() || !row.getString(1).equals("on")) {
                throw new SQLException(setting + " is not on: saves would not be durable");
            }
        }
    }

    HikariDataSource pool() {
        return pool;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        pool.close();
        server.close();
    }
}
