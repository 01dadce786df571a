package io.github.recovery4j.jdbc;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.storage.RunJournals;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps everything in PostgreSQL, for any number of machines that share their runs.
 *
 * <pre>
 * owned        a row for each run, and for whatever else has a lease: who owns it, until when, how far it is
 * checkpoint   the two newest generations of each run, in turns in two rows
 * record       the records of journals
 * quarantine   damaged generations that were set aside
 * epoch        the sequence that fencing tokens are taken from
 * </pre>
 *
 * Invariants:
 *
 * <ol>
 *   <li>Whatever is written is written by one statement, which is a transaction of its own: it is there, or it is not.
 *   <li>Each such statement locks the row of what it writes for, and asks there for its fencing token; so it comes before the
 *       next owner has taken the lease, and is seen by it, or it changes nothing.
 *   <li>Tokens come from one sequence: a greater one for each lease, for ever.
 *   <li>Times to live are measured by the clock of the database, and by no other.
 *   <li>Each statement is conditional, so that it changes nothing when it is repeated. When the connection is lost, it is
 *       repeated until something is heard, within {@link Builder#patience}, and what it finds tells whether it had been done.
 *   <li>What the database acknowledged to this process it must find again: one that was put back (from a backup, to a standby
 *       that lagged) is refused.
 * </ol>
 *
 * <table>
 *   <caption>A crash of this process, or a lost connection, leaves</caption>
 *   <tr><th>before the statement arrives</th><td>what was there before</td></tr>
 *   <tr><th>while it is carried out, and while it is committed</th><td>what was there before, or all of it</td></tr>
 *   <tr><th>after that</th><td>all of it</td></tr>
 * </table>
 *
 * <p>Connections come from a {@link DataSource}, best a pool, and are given back after each statement as they were; their
 * auto-commit and read-only state do not matter, nor does their isolation. A data source that takes part in somebody's
 * transaction must not be used: what is open in a connection is rolled back. Safe for use by many threads.
 */
public final class JdbcStorage implements Storage {

    private static final Logger log = LoggerFactory.getLogger(JdbcStorage.class);

    private final Place place;
    private final JdbcLeases leases;
    private final JdbcCheckpoints checkpoints;
    private final JdbcRunJournals journals;
    private final JdbcNamedJournals named;
    private final Renewals renewals;
    private final AtomicBoolean closed = new AtomicBoolean();

    private JdbcStorage(Builder builder, Place place) {
        Known known = new Known();
        Journals opener = new Journals(place, builder.largest);
        this.place = place;
        this.leases = new JdbcLeases(place, known);
        this.checkpoints = new JdbcCheckpoints(place, known, builder.largest);
        this.journals = new JdbcRunJournals(place, known, opener);
        this.renewals = new Renewals(builder.journalTtl);
        this.named = new JdbcNamedJournals(place, leases, opener, renewals, builder.ticker);
    }

    /**
     * Opens the storage in the schema {@code recovery4j} with the default settings.
     *
     * @param source where connections come from; not closed with the storage
     * @return the open storage
     * @throws StoreException if the database cannot be used, or its tables are missing, older or newer than this release; the
     *     message says why
     */
    public static JdbcStorage open(DataSource source) {
        return builder(source).open();
    }

    /**
     * Makes the tables in the schema {@code recovery4j}, or brings them up to this release; if they are, does nothing. Many
     * processes may do that at the same time.
     *
     * @param source where connections come from, of a role that may create a schema, unless there is one
     * @throws StoreException if that fails; then nothing was changed
     */
    public static void migrate(DataSource source) {
        builder(source).migrate();
    }

    /**
     * {@return a builder with the default settings}
     *
     * @param source where connections come from; not closed with the storage
     */
    public static Builder builder(DataSource source) {
        return new Builder(source);
    }

    @Override
    public CheckpointStore checkpoints() {
        return checkpoints;
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public RunJournals journals() {
        return journals;
    }

    @Override
    public NamedJournals namedJournals() {
        return named;
    }

    /** {@inheritDoc} One statement, however many runs there are. */
    @Override
    public List<RunKey> unowned(Predicate<RunKey> asked) {
        return checkpoints.unowned().stream().filter(asked).toList();
    }

    @Override
    public String describe() {
        return place.name();
    }

    /** Closes the journals that are open, which makes durable what is not, and ends the leases that are still held. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            named.close();
            journals.close();
        } catch (JournalException | StoreException e) {
            log.warn("A journal could not be closed in peace ({}); what was acknowledged is durable", e.getMessage());
        } finally {
            renewals.close();
            abandonLeases();
            place.close();
        }
    }

    private void abandonLeases() {
        try {
            leases.abandon();
        } catch (LeaseException e) {
            log.warn("What is still owned is free when its time is up: {}", e.getMessage());
        }
    }

    /** Settings of a {@link JdbcStorage}. Not safe for use by many threads. */
    public static final class Builder {

        private static final String SCHEMA = "recovery4j";
        private static final long LARGEST =
                Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

        private final DataSource source;
        private String schema = SCHEMA;
        private String name = "PostgreSQL";
        private Duration patience = Duration.ofSeconds(30);
        private Duration maxAge = Duration.ofDays(7);
        private Duration journalTtl = Duration.ofSeconds(10);
        private long largest = LARGEST;
        private Ticker ticker = Ticker.system();

        private Builder(DataSource source) {
            this.source = source;
        }

        /**
         * Sets the schema in which the tables are, {@code recovery4j} unless set.
         *
         * @param other small letters, digits and underscores
         * @return this
         */
        public Builder schema(String other) {
            this.schema = other;
            return this;
        }

        /**
         * Sets what the database is called in messages and logs, {@code PostgreSQL} unless set.
         *
         * @param other for people
         * @return this
         */
        public Builder name(String other) {
            this.name = other;
            return this;
        }

        /**
         * Sets for how long a call goes on trying when the database is not there, 30 seconds unless set. A pool that makes
         * its callers wait for a connection adds to that. Renewing a lease never takes longer than a quarter of its time to
         * live.
         *
         * @param time positive
         * @return this
         */
        public Builder patience(Duration time) {
            this.patience = positive("A call goes on trying", time);
            return this;
        }

        /**
         * Sets how long an unfinished run is kept that saves nothing, seven days unless set. What is older is removed when a
         * storage is opened, unless somebody owns it or it has done steps. A finished run is kept as long as its result is to
         * be remembered, whatever is set here.
         *
         * @param age by recorded time, positive
         * @return this
         */
        public Builder maxAge(Duration age) {
            this.maxAge = positive("Unfinished runs are kept", age);
            return this;
        }

        /**
         * Sets how long a ledger, a queue or another journal that belongs to a name stays with a process that died; ten
         * seconds unless set. Whoever opens it next waits for that.
         *
         * @param ttl positive
         * @return this
         */
        public Builder journalTtl(Duration ttl) {
            this.journalTtl = positive("A journal stays with a process that died", ttl);
            return this;
        }

        private static Duration positive(String what, Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException(what + " for a positive time, got " + time);
            }
            return time;
        }

        /**
         * Sets the size of the largest checkpoint, configuration and state together, and of the largest record of a journal;
         * unless set, 256 MiB or an eighth of the maximum heap, whichever is less.
         *
         * @param bytes the limit, positive
         * @return this
         */
        public Builder largest(long bytes) {
            this.largest = bytes;
            return this;
        }

        /**
         * Sets what measures waiting.
         *
         * @param other replaces the system's ticker
         * @return this
         */
        public Builder ticker(Ticker other) {
            this.ticker = other;
            return this;
        }

        /**
         * Makes the tables, or brings them up to this release; if they are, does nothing. Many processes may do that at the
         * same time.
         *
         * @throws StoreException if that fails; then nothing was changed
         */
        public void migrate() {
            Statements statements = new Statements(schema);
            new Schema(place(statements), statements).migrate();
        }

        /** {@return the scripts that {@link #migrate} applies, for those who have a tool of their own} */
        public String script() {
            return Schema.print(new Statements(schema));
        }

        /**
         * Opens the storage, and removes runs that were kept long enough.
         *
         * @return the open storage
         * @throws StoreException if the database cannot be used, or its tables are missing, older or newer than this release;
         *     the message says why
         */
        public JdbcStorage open() {
            Statements statements = new Statements(schema);
            Place place = place(statements);
            new Schema(place, statements).require();
            new Settings(place).warn();
            new Sweep(place, maxAge).run();
            return new JdbcStorage(this, place);
        }

        private Place place(Statements statements) {
            return new Place(new Database(source, ticker, patience), statements, name + " (schema " + schema + ")");
        }
    }
}
