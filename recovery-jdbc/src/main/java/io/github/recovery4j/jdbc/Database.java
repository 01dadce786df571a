package io.github.recovery4j.jdbc;

import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Deadline;
import io.github.recovery4j.time.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Carries out what may be repeated, until it is done or the time for it is over. Everything we ask of a database may be: a
 * statement that writes does so only under conditions that are not met a second time, and whoever repeats it is told that it
 * may have been done before.
 *
 * <p>Safe for use by many threads. An interrupt neither shortens nor fails what is done here, and is kept.
 */
final class Database {

    private static final BackOff PAUSES = new BackOff(Duration.ofMillis(10), Duration.ofSeconds(1));

    /** A try may take this part of the time that is left, so that another one can follow. */
    private static final int TRIES = 2;

    /** The server is asked to stop after this part of the time in which it is listened to. */
    private static final double ASKING = 0.8;

    private final DataSource source;
    private final Ticker ticker;
    private final Duration patience;

    Database(DataSource source, Ticker ticker, Duration patience) {
        this.source = source;
        this.ticker = ticker;
        this.patience = patience;
    }

    /** Something to be done on a connection on which each statement is committed by itself. */
    @FunctionalInterface
    interface Work<T> {

        /**
         * Does it.
         *
         * @param again whether it may have been done before, by a try of which nothing was heard
         */
        T carryOut(Session session, boolean again) throws SQLException;
    }

    /** A connection for one try. */
    static final class Session {

        private final Connection connection;
        private final int seconds;

        private Session(Connection connection, int seconds) {
            this.connection = connection;
            this.seconds = seconds;
        }

        Connection connection() {
            return connection;
        }

        int update(Command command) throws SQLException {
            return command.update(connection, seconds);
        }

        <T> List<T> query(Command command, Command.RowReader<T> reader) throws SQLException {
            return command.query(connection, seconds, reader);
        }

        <T> Optional<T> queryOne(Command command, Command.RowReader<T> reader) throws SQLException {
            return query(command, reader).stream().findFirst();
        }
    }

    <T> T carryOut(Work<T> work) throws DatabaseException {
        return carryOut(patience, work);
    }

    /** Does something within some time, which the pool may exceed if it has no connection to give. */
    <T> T carryOut(Duration limit, Work<T> work) throws DatabaseException {
        boolean interrupted = Thread.interrupted();
        Deadline deadline = Deadline.in(limit, ticker);
        boolean again = false;
        try {
            for (int failures = 1; ; failures++) {
                Try attempt = new Try(deadline);
                try {
                    return attempt.carryOut(work, again);
                } catch (SQLException e) {
                    boolean interrupt = Thread.interrupted() || Failure.isInterrupt(e);
                    interrupted |= interrupt;
                    Failure failure = attempt.failure(e);
                    again |= failure.doubtful();
                    Duration pause = PAUSES.pause(failures);
                    if (!(failure.repeatable() || interrupt) || deadline.nanosLeft() <= pause.toNanos()) {
                        throw new DatabaseException(message(failure, failures, again, e), again, e);
                    }
                    interrupted |= wait(pause);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String message(Failure failure, int failures, boolean again, SQLException e) {
        return "%s (SQLState %s: %s)%s%s"
                .formatted(
                        failure,
                        e.getSQLState(),
                        e.getMessage(),
                        failures > 1 ? ", as " + failures + " tries one after the other" : "",
                        again ? "; it cannot be told whether it was done" : "");
    }

    /** Waits whatever happens, and tells whether there was an interrupt. */
    private boolean wait(Duration pause) {
        Deadline end = Deadline.in(pause, ticker);
        boolean interrupted = false;
        while (!end.passed()) {
            try {
                TimeUnit.NANOSECONDS.sleep(end.nanosLeft());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /** One try. */
    private final class Try {

        private final int millis;
        private boolean connected;

        Try(Deadline deadline) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline.nanosLeft()) / TRIES;
            this.millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, left));
        }

        <T> T carryOut(Work<T> work, boolean again) throws SQLException {
            try (Borrowed borrowed = Borrowed.of(source.getConnection(), millis)) {
                connected = true;
                int seconds = (int) Math.max(1, ASKING * millis / TimeUnit.SECONDS.toMillis(1));
                return work.carryOut(new Session(borrowed.connection(), seconds), again);
            }
        }

        /** What was not even sent was not done. */
        Failure failure(SQLException e) {
            Failure failure = Failure.of(e);
            return failure == Failure.LOST && !connected ? Failure.PASSING : failure;
        }
    }
}
