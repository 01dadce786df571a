package io.github.recovery4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection is given back as it was lent, and nothing that was left in it is committed. */
class BorrowedTest {

    private final String schema = Postgres.schema();
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = Postgres.server().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE %s.others (id integer)".formatted(schema));
        }
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private void save() {
        try (JdbcStorage storage =
                JdbcStorage.builder(lending(connection)).schema(schema).open()) {
            OwnedRun run = OwnedRun.create(storage);
            run.save(1);
            run.save(2);
            assertThat(run.newest().generation()).isEqualTo(2);
        }
    }

    /** A pool of one connection, which closing does not close. */
    private static DataSource lending(Connection connection) {
        Connection lent = StandIn.of(Connection.class, (method, arguments) -> {
            return method.getName().equals("close") ? null : method.invoke(connection, arguments);
        });
        return StandIn.of(DataSource.class, (method, arguments) -> lent);
    }

    @Test
    void its_state_is_what_it_was() throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setNetworkTimeout(Runnable::run, 12_345);
        connection.commit();
        save();
        assertThat(connection.getAutoCommit()).isFalse();
        assertThat(connection.isReadOnly()).isTrue();
        assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
        assertThat(connection.getNetworkTimeout()).isEqualTo(12_345);
    }

    @Test
    void what_somebody_left_in_it_is_not_committed() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO %s.others VALUES (1)".formatted(schema));
        }
        save();
        assertThat(Postgres.value("SELECT count(*) FROM %s.others".formatted(schema)))
                .isEqualTo("0");
    }

    @Test
    void a_transaction_that_has_failed_does_not_fail_what_comes_after_it() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 / 0");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("22012");
        }
        save();
    }
}
