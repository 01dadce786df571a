package io.github.recovery4j.jdbc;

import io.github.recovery4j.checkpoint.StoreClosedException;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.lease.LeaseException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A storage as its parts see it: the database, what is said to it, and whether it is still open. */
final class Place {

    private final Database database;
    private final Statements statements;
    private final String name;
    private volatile boolean closed;

    Place(Database database, Statements statements, String name) {
        this.database = database;
        this.statements = statements;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** The name of a table, for people who look for a row. */
    String table(String table) {
        return statements.schema() + "." + table;
    }

    Command command(String statement) {
        return statements.command(statement);
    }

    Command command(String statement, OwnedKey key) {
        return command(statement).with("key", key.hash().toBytes());
    }

    Command command(String statement, OwnedKey key, long token) {
        return command(statement, key).with("epoch", token);
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** For checkpoints and runs. */
    <T> T store(String what, Database.Work<T> work) {
        if (closed) {
            throw new StoreClosedException(name);
        }
        try {
            return database.carryOut(work);
        } catch (DatabaseException e) {
            throw new StoreException(failed(what, e), e.getCause());
        }
    }

    /** For leases, which are worth nothing when they come late. */
    <T> T lease(String what, @Nullable Duration limit, Database.Work<T> work) {
        if (closed) {
            throw new LeaseException(name + " is closed; " + what + " was not asked for", null);
        }
        try {
            return limit == null ? database.carryOut(work) : database.carryOut(limit, work);
        } catch (DatabaseException e) {
            throw new LeaseException(failed(what, e), e.getCause());
        }
    }

    /** For reading journals. */
    <T> T journal(String what, Database.Work<T> work) {
        requireOpenForJournals();
        try {
            return database.carryOut(work);
        } catch (DatabaseException e) {
            throw new JournalException(failed(what, e), e.getCause());
        }
    }

    /** For writing journals; it is for the caller to say what a failure means. */
    <T> T writing(Database.Work<T> work) throws DatabaseException {
        requireOpenForJournals();
        return database.carryOut(work);
    }

    void requireOpenForJournals() {
        if (closed) {
            throw new JournalClosedException(name);
        }
    }

    private String failed(String what, DatabaseException e) {
        return "%s failed in %s: %s".formatted(what, name, e.getMessage());
    }
}
