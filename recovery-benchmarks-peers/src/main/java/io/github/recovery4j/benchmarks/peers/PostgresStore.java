package io.github.recovery4j.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A plain upsert into PostgreSQL, one row for each key, each in a transaction and on a connection of its own. Durable by the
 * settings of {@link PostgresServer}; the server has a group commit of its own.
 */
final class PostgresStore implements BulkStore {

    private static final String UPSERT =
            "insert into state (key, bytes) values (?, ?) on conflict (key) do update set bytes = excluded.bytes";

    private final PostgresServer server;

    PostgresStore(Path directory) throws IOException, SQLException {
        this.server = new PostgresServer(directory);
        server.execute("create table if not exists state (key integer primary key, bytes bytea)");
        server.execute("alter table state alter column bytes set storage external"); // as it cannot be compressed
    }

    @Override
    public void save(int key, byte[] state) throws SQLException {
        try (Connection connection = server.pool().getConnection();
                PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            upsert.setInt(1, key);
            upsert.setBytes(2, state);
            upsert.executeUpdate();
        }
    }

    @Override
    public byte @Nullable [] load(int key) throws SQLException {
        try (Connection connection = server.pool().getConnection();
                PreparedStatement select = connection.prepareStatement("select bytes from state where key = ?")) {
            select.setInt(1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getBytes(1) : null;
            }
        }
    }

    @Override
    public void fill(int keys, IntFunction<byte[]> states) throws SQLException {
        try (Connection connection = server.pool().getConnection();
                PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            connection.setAutoCommit(false);
            for (int key = 0; key < keys; key++) {
                upsert.setInt(1, key);
                upsert.setBytes(2, states.apply(key));
                upsert.addBatch();
                if (key % BATCH == BATCH - 1 || key == keys - 1) {
                    upsert.executeBatch();
                    connection.commit();
                }
            }
            connection.setAutoCommit(true);
        }
    }

    @Override
    public long scan() throws SQLException {
        long bytes = 0;
        try (Connection connection = server.pool().getConnection();
                PreparedStatement select = connection.prepareStatement("select bytes from state order by key")) {
            connection.setAutoCommit(false); // without it the driver reads all rows before the first
            select.setFetchSize(BATCH);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    bytes += rows.getBytes(1).length;
                }
            }
            connection.setAutoCommit(true);
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
