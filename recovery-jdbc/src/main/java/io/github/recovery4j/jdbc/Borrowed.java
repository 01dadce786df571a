package io.github.recovery4j.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection as it was lent, set up for our use and given back as it was: each statement commits by itself, may write, and
 * is waited for no longer than allowed. What somebody left in it that was not committed is rolled back.
 *
 * <p>The isolation is left alone: asking for it takes a round trip, and every statement is right under each level, as it
 * locks the row that it depends on, and is repeated when it could not be serialized.
 */
final class Borrowed implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Borrowed.class);

    private final Connection connection;
    private final boolean autoCommit;
    private final boolean readOnly;
    private final int networkTimeout;

    private Borrowed(Connection connection, boolean autoCommit, boolean readOnly, int networkTimeout) {
        this.connection = connection;
        this.autoCommit = autoCommit;
        this.readOnly = readOnly;
        this.networkTimeout = networkTimeout;
    }

    /** Sets a connection up, which is closed with this; if that fails, at once. */
    static Borrowed of(Connection connection, int millis) throws SQLException {
        try {
            Borrowed borrowed = new Borrowed(
                    connection, connection.getAutoCommit(), connection.isReadOnly(), connection.getNetworkTimeout());
            borrowed.setUp(millis);
            return borrowed;
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    private void setUp(int millis) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, millis);
        if (!autoCommit) {
            connection.rollback();
        }
        if (readOnly) {
            connection.setReadOnly(false);
        }
        if (!autoCommit) {
            connection.setAutoCommit(true);
        }
    }

    Connection connection() {
        return connection;
    }

    /** What was done is done, whatever happens here. */
    @Override
    public void close() {
        try (connection) {
            restore();
        } catch (SQLException e) {
            log.debug("A connection could not be given back as it was, its pool has to see to that: {}", e.toString());
        }
    }

    private void restore() throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        if (!connection.getAutoCommit() && autoCommit) {
            connection.rollback();
        }
        if (connection.getAutoCommit() != autoCommit) {
            connection.setAutoCommit(autoCommit);
        }
        if (readOnly) {
            connection.setReadOnly(true);
        }
        connection.setNetworkTimeout(Runnable::run, networkTimeout);
    }
}
