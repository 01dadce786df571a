package io.github.recovery4j.jdbc;

import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.JournalMedium;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.NothingWrittenException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of one opening of a journal. A group of records is one statement, which appends behind the newest record that
 * this opening knows of, and only while nobody else has opened the journal since.
 *
 * <p>An append of which nothing was heard is repeated. If it had been done, the newest record is the last of the group, and
 * nobody but this opening can have written it.
 */
final class RecordMedium implements JournalMedium {

    private static final Logger log = LoggerFactory.getLogger(RecordMedium.class);

    private final Place place;
    private final Opening opening;
    private final Records records;
    private final ReadWriteLock reading = new ReentrantReadWriteLock();
    private volatile long last;
    private volatile long start;

    /**
     * One opening of a journal.
     *
     * @param location the journal, for messages
     * @param owned the row that it belongs to
     * @param token of the lease
     * @param writer the number of the opening
     * @param refusal why somebody else's opening ends this one
     */
    record Opening(String location, long owned, long token, long writer, Refusal refusal) {}

    /** Says what it means that the journal is not ours any more. */
    @FunctionalInterface
    interface Refusal {
        RuntimeException of(Optional<Standing> standing);
    }

    RecordMedium(Place place, Opening opening, Records records, Records.Extent extent) {
        this.place = place;
        this.opening = opening;
        this.records = records;
        this.last = extent.last();
        this.start = extent.start();
    }

    /** The row and the opening that has to be the newest. */
    private Command command(String statement) {
        return place.command(statement)
                .with("owned", opening.owned())
                .with("writer", opening.writer())
                .with("epoch", opening.token());
    }

    @Override
    public void write(List<Entry> group) throws IOException {
        long newest = group.get(group.size() - 1).position();
        Command append = append(group);
        try {
            place.writing((session, again) -> {
                if (!appended(session, append)) {
                    requireAppended(session, newest);
                }
                return true;
            });
        } catch (DatabaseException e) {
            IOException failure = new IOException(e.getMessage(), e);
            throw e.doubtful() ? failure : new NothingWrittenException(failure);
        } catch (RuntimeException e) {
            throw new NothingWrittenException(e);
        }
        last = newest;
    }

    private Command append(List<Entry> group) {
        return command("append")
                .with("last", last)
                .withArray(
                        "positions",
                        "bigint",
                        group.stream().map(Entry::position).toArray())
                .withArray("types", "integer", group.stream().map(Entry::type).toArray())
                .withArray(
                        "checksums",
                        "integer",
                        group.stream().map(Records::checksum).toArray())
                .withArray("payloads", "bytea", group.stream().map(Entry::bytes).toArray(byte[][]::new));
    }

    /** Two tries may meet: the one that comes second finds the records of the first. */
    private static boolean appended(Database.Session session, Command append) throws SQLException {
        try {
            return session.update(append) > 0;
        } catch (SQLException e) {
            if (Failure.of(e) == Failure.DUPLICATE) {
                return false;
            }
            throw e;
        }
    }

    private void requireAppended(Database.Session session, long newest) throws SQLException {
        Optional<Writer> writer = session.queryOne(command("writer"), Writer::read);
        if (writer.isEmpty() || !writer.get().mine()) {
            throw opening.refusal().of(writer.map(Writer::standing));
        }
        long found = writer.get().last();
        if (found == newest) {
            return;
        }
        if (found == last) {
            throw new SQLException("The journal changes at the same time", "40001");
        }
        throw new IllegalStateException(
                "%s has gone back in time (a backup that was restored, a standby that lagged): its newest record is at %d, the one at %d was acknowledged"
                        .formatted(place.name(), found, last));
    }

    /** Who may append now, and what the newest record is. */
    private record Writer(boolean mine, long last, Standing standing) {

        static Writer read(java.sql.ResultSet row) throws SQLException {
            return new Writer(
                    row.getBoolean("mine"),
                    row.getLong("last"),
                    new Standing(Standing.holder(row), row.getBoolean("held"), 0, null));
        }
    }

    @Override
    public List<Gap> replay(long from, long end, JournalReader reader) {
        reading.readLock().lock();
        try {
            return records.replay(from, end, reader);
        } finally {
            reading.readLock().unlock();
        }
    }

    @Override
    public Optional<Entry> read(long position) {
        return records.read(position);
    }

    @Override
    public long start() {
        return start;
    }

    /** While somebody reads nothing is taken away; the next release does it. */
    @Override
    public void release(long position) {
        if (position <= start || !reading.writeLock().tryLock()) {
            return;
        }
        try {
            Command release = command("release records").with("position", position);
            place.writing((session, again) -> session.update(release));
            start = Math.max(start, Math.min(position, Math.max(last, 0)));
        } catch (DatabaseException e) {
            log.warn(
                    "Records of {} could not be taken away, which is tried again: {}",
                    opening.location(),
                    e.getMessage());
        } finally {
            reading.writeLock().unlock();
        }
    }

    @Override
    public void close() {}
}
