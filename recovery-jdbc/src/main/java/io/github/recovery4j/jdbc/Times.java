package io.github.recovery4j.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Times as a database keeps them: to the microsecond, from 4713 BC to AD 294276. What is outside becomes the nearest that is
 * not.
 */
final class Times {

    private static final Instant FIRST = Instant.parse("-4712-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("+294276-01-01T00:00:00Z");

    /** A hundred years, which is as good as for ever. */
    private static final double LONGEST_SECONDS = 100 * 366 * 86_400.0;

    private Times() {}

    /** A time as it is read again. */
    static Instant stored(Instant time) {
        Instant bounded = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
        return bounded.truncatedTo(ChronoUnit.MICROS);
    }

    static OffsetDateTime toDatabase(Instant time) {
        return stored(time).atOffset(ZoneOffset.UTC);
    }

    static Optional<Instant> read(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static Instant required(ResultSet row, String column) throws SQLException {
        return read(row, column).orElseThrow(() -> new SQLException("The column '%s' has no value".formatted(column)));
    }

    static double seconds(Duration duration) {
        return Math.min(LONGEST_SECONDS, duration.getSeconds() + duration.getNano() / 1e9);
    }
}
