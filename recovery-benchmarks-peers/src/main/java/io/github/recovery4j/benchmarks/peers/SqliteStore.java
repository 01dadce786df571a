package io.github.recovery4j.benchmarks.peers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * SQLite, one row for each key. Durable by {@code journal_mode=WAL} with {@code synchronous=FULL}. It has one writer at a
 * time, so all savers share one connection: waiting for a lock in Java is cheaper than for the one in the file.
 */
final class SqliteStore implements BulkStore {

    private static final String UPSERT =
            "insert into state (key, bytes) values (?, ?) on conflict (key) do update set bytes = excluded.bytes";

    private final Connection connection;
    private final PreparedStatement upsert;

    SqliteStore(Path directory) throws SQLException {
        this.connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("state.db"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode=WAL");
            statement.execute("pragma synchronous=FULL");
            statement.execute("create table if not exists state (key integer primary key, bytes blob)");
        }
        this.upsert = connection.prepareStatement(UPSERT);
    }

    @Override
    public synchronized void save(int key, byte[] state) throws SQLException {
        upsert.setInt(1, key);
        upsert.setBytes(2, state);
        upsert.executeUpdate();
    }

    @Override
    public synchronized byte @Nullable [] load(int key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select bytes from state where key = ?")) {
            select.setInt(1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getBytes(1) : null;
            }
        }
    }

    @Override
    public synchronized void fill(int keys, IntFunction<byte[]> states) throws SQLException {
        connection.setAutoCommit(false);
        for (int key = 0; key < keys; key++) {
            save(key, states.apply(key));
            if (key % BATCH == BATCH - 1) {
                connection.commit();
            }
        }
        connection.setAutoCommit(true);
    }

    @Override
    public synchronized long scan() throws SQLException {
        long bytes = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select bytes from state order by key")) {
            while (rows.next()) {
                bytes += rows.getBytes(1).length;
            }
        }
        return bytes;
    }

    @Override
    public synchronized void close() throws SQLException {
        upsert.close();
        connection.close();
    }
}
