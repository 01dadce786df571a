package io.github.recovery4j.jdbc;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure of a statement means, by its SQLState. */
enum Failure {
    /** It may have been done; it may be tried again. */
    LOST(true, true, "the connection was lost"),
    /** It was not done; it may be tried again. */
    PASSING(true, false, "it was refused for the moment"),
    /** It was not done, and will not be before somebody has made room. */
    FULL(false, false, "there is no room left"),
    /** It was not done: what is there is damaged. */
    DAMAGED(false, false, "it cannot be read"),
    /** It was not done: somebody else has written the same row. */
    DUPLICATE(true, false, "it is there already"),
    /** It was not done: the tables are missing. */
    NO_SCHEMA(false, false, "the tables are missing, or too old: apply the schema (JdbcStorage.migrate)"),
    /** It was not done. */
    REFUSED(false, false, "it was refused");

    private static final int CLASS = 2;
    private static final Set<String> LOST_STATES = Set.of("57P01", "57P02", "57P05");
    /**
     * Starting or stopping, too many connections, deadlock, serialization, time-out of a statement or a lock; and read only,
     * which a server is that has just been replaced, or is about to replace another.
     */
    private static final Set<String> PASSING_STATES =
            Set.of("57P03", "53300", "40001", "40P01", "57014", "55P03", "25006", "25P03");

    private static final Set<String> MISSING_STATES = Set.of("42P01", "3F000", "42703", "42883");

    private final boolean repeatable;
    private final boolean doubtful;
    private final String words;

    Failure(boolean repeatable, boolean doubtful, String words) {
        this.repeatable = repeatable;
        this.doubtful = doubtful;
        this.words = words;
    }

    static Failure of(SQLException e) {
        String state = e.getSQLState();
        if (state == null || state.length() < CLASS) {
            return ofType(e);
        }
        if (state.startsWith("08") || LOST_STATES.contains(state)) {
            return LOST;
        }
        if (PASSING_STATES.contains(state)) {
            return PASSING;
        }
        if (state.startsWith("53")) {
            return FULL;
        }
        if (state.startsWith("XX")) {
            return DAMAGED;
        }
        if (state.equals("23505")) {
            return DUPLICATE;
        }
        return MISSING_STATES.contains(state) ? NO_SCHEMA : REFUSED;
    }

    /** A pool that has no connection, a connection that was closed by somebody: no SQLState tells. */
    private static Failure ofType(SQLException e) {
        return e instanceof SQLTransientException || e instanceof SQLRecoverableException ? LOST : REFUSED;
    }

    /** Whether somebody interrupted the thread. */
    static boolean isInterrupt(@Nullable Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    boolean repeatable() {
        return repeatable;
    }

    boolean doubtful() {
        return doubtful;
    }

    @Override
    public String toString() {
        return words;
    }
}
