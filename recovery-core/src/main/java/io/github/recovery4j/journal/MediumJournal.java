package io.github.recovery4j.journal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A journal on a medium of somebody else's making. Whoever waits commits, as in a {@link FileJournal}: the records that were
 * appended while one group is written are the next group, so hundreds of appenders share each write.
 *
 * <p>Positions are as in a file: each record takes {@link FileJournal#space its space}.
 *
 * <p>Safe for use by many threads; one process at a time has it open, which the medium sees to.
 */
public final class MediumJournal implements Journal {

    private final JournalMedium medium;
    private final GroupCommit commit;
    private final Appender appender;
    private final AtomicBoolean closing = new AtomicBoolean();

    private MediumJournal(Limits limits, String location, JournalMedium medium, long end) {
        this.medium = medium;
        this.commit = new GroupCommit(location, group -> medium.write(group.entries()), end, limits.batch(), false);
        this.appender = new Appender(location, limits.record(), commit);
    }

    /**
     * How large things may be.
     *
     * @param record the bytes of the largest payload
     * @param batch the bytes from which on a record waits for the next group
     */
    public record Limits(long record, long batch) {}

    /**
     * Opens a journal.
     *
     * @param limits how large things may be
     * @param location what it is, for messages
     * @param medium where its records are; closed with the journal
     * @param end the position behind the newest record
     * @return the open journal
     */
    public static MediumJournal open(Limits limits, String location, JournalMedium medium, long end) {
        return new MediumJournal(limits, location, medium, end);
    }

    @Override
    public long append(int type, Sync sync, ByteBuffer... payload) {
        return appender.append(type, sync, payload);
    }

    @Override
    public void sync() {
        commit.sync();
    }

    @Override
    public void sync(long position) {
        commit.sync(position);
    }

    @Override
    public List<Gap> replay(long from, JournalReader reader) {
        commit.requireOpen();
        return medium.replay(from, commit.durable(), reader);
    }

    @Override
    public Optional<Entry> read(long position) {
        commit.requireOpen();
        return position < commit.durable() ? medium.read(position) : Optional.empty();
    }

    @Override
    public long start() {
        commit.requireOpen();
        return medium.start();
    }

    @Override
    public long end() {
        commit.requireOpen();
        return commit.end();
    }

    @Override
    public void release(long position) {
        commit.requireOpen();
        medium.release(Math.min(position, commit.durable()));
    }

    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        appender.close();
        try (medium) {
            commit.close();
        }
    }
}
