package io.github.recovery4j.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement with the values of its parameters. For use by one thread; it may be carried out more than once. */
final class Command {

    private final Sql sql;
    private final Map<String, Setter> values = new HashMap<>();

    Command(Sql sql) {
        this.sql = sql;
    }

    /** Sets one parameter of a prepared statement. */
    @FunctionalInterface
    private interface Setter {
        void set(PreparedStatement statement, int index) throws SQLException;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    Command with(String name, @Nullable String value) {
        return put(name, (statement, index) -> statement.setString(index, value));
    }

    Command with(String name, byte @Nullable [] value) {
        return put(name, (statement, index) -> statement.setBytes(index, value));
    }

    Command with(String name, long value) {
        return put(name, (statement, index) -> statement.setLong(index, value));
    }

    Command with(String name, int value) {
        return put(name, (statement, index) -> statement.setInt(index, value));
    }

    Command with(String name, double value) {
        return put(name, (statement, index) -> statement.setDouble(index, value));
    }

    Command with(String name, boolean value) {
        return put(name, (statement, index) -> statement.setBoolean(index, value));
    }

    Command with(String name, @Nullable Instant value) {
        return put(name, (statement, index) -> {
            if (value == null) {
                statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
            } else {
                statement.setObject(index, Times.toDatabase(value), Types.TIMESTAMP_WITH_TIMEZONE);
            }
        });
    }

    Command withOther(String name, Object value) {
        return put(name, (statement, index) -> statement.setObject(index, value));
    }

    Command withArray(String name, String type, Object[] values) {
        return put(
                name,
                (statement, index) ->
                        statement.setArray(index, statement.getConnection().createArrayOf(type, values)));
    }

    private Command put(String name, Setter value) {
        values.put(name, value);
        return this;
    }

    /** Changes something, and tells how many rows it has changed. */
    int update(Connection connection, int seconds) throws SQLException {
        try (PreparedStatement statement = prepared(connection, seconds)) {
            return statement.executeUpdate();
        }
    }

    /** Carries it out, and reads the rows that it returns. */
    <T> List<T> query(Connection connection, int seconds, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = prepared(connection, seconds);
                ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(reader.read(rows));
            }
            return read;
        }
    }

    private PreparedStatement prepared(Connection connection, int seconds) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql.text());
        try {
            statement.setQueryTimeout(seconds);
            int index = 1;
            for (String name : sql.parameters()) {
                value(name).set(statement, index++);
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private Setter value(String name) {
        return Optional.ofNullable(values.get(name))
                .orElseThrow(() -> new IllegalStateException("No value for :%s in: %s".formatted(name, sql.text())));
    }
}
