package io.github.recovery4j.jdbc;

import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables, made by numbered scripts. Those that are missing are applied in one transaction, under a lock that every other
 * process waits for which wants to do the same.
 */
final class Schema {

    /** The newest version, which this code needs. */
    static final int NEWEST = 1;

    private static final Logger log = LoggerFactory.getLogger(Schema.class);
    private static final String BEFORE_ALL = "schema.sql";

    private final Place place;
    private final Statements statements;

    Schema(Place place, Statements statements) {
        this.place = place;
        this.statements = statements;
    }

    private static String script(int version) {
        return "%03d.sql".formatted(version);
    }

    /** All scripts, one behind the other. */
    static String print(Statements statements) {
        return statements.text(BEFORE_ALL) + "\n"
                + IntStream.rangeClosed(1, NEWEST)
                        .mapToObj(version -> statements.text(script(version)))
                        .collect(Collectors.joining("\n"));
    }

    /** Which version a database has, and which code can work with it. */
    private record Version(int number, int usableFrom) {}

    /** Refuses a database without tables, with older ones, and with newer ones that this code does not know. */
    void require() {
        Version version = place.store(
                        "Reading the version of the tables",
                        (session, again) -> session.queryOne(
                                place.command("version"),
                                row -> new Version(row.getInt("version"), row.getInt("usable_from"))))
                .orElse(new Version(0, 0));
        requireKnown(version);
        if (version.number() < NEWEST) {
            throw new StoreException(
                    "The tables in %s have version %d, this release needs %d: apply the scripts that are missing (JdbcStorage.migrate). Nothing was changed"
                            .formatted(place.name(), version.number(), NEWEST),
                    null);
        }
    }

    private void requireKnown(Version version) {
        if (version.usableFrom() > NEWEST) {
            throw new UnsupportedFormatException(
                    "The schema " + statements.schema() + " in " + place.name(), version.number(), NEWEST);
        }
    }

    /** Applies what is missing. */
    void migrate() {
        place.store("Applying the scripts of the tables", (session, again) -> {
            Connection connection = session.connection();
            connection.setAutoCommit(false);
            migrate(connection);
            connection.commit();
            return true;
        });
    }

    private void migrate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            lock(connection);
            if (!exists(connection)) {
                statement.execute(statements.text(BEFORE_ALL));
            }
            Version version = version(connection).orElse(new Version(0, 0));
            requireKnown(version);
            for (int next = version.number() + 1; next <= NEWEST; next++) {
                statement.execute(statements.text(script(next)));
                log.info("The tables of {} have version {} now", place.name(), next);
            }
        }
    }

    private void lock(Connection connection) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, "recovery4j schema " + statements.schema());
            lock.execute();
        }
    }

    private boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement table = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            table.setString(1, place.table("schema_version"));
            try (ResultSet row = table.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private Optional<Version> version(Connection connection) throws SQLException {
        return place
                .command("version")
                .query(connection, 0, row -> new Version(row.getInt("version"), row.getInt("usable_from")))
                .stream()
                .findFirst();
    }
}
