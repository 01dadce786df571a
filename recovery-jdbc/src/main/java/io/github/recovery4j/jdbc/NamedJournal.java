package io.github.recovery4j.jdbc;

import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A journal with the lease under which it is open, which is given back when it is closed. */
final class NamedJournal implements Journal {

    private static final Logger log = LoggerFactory.getLogger(NamedJournal.class);

    private final Journal journal;
    private final Lease lease;
    private final Future<?> renewal;
    private final Runnable closed;
    private final AtomicBoolean closing = new AtomicBoolean();

    NamedJournal(Journal journal, Lease lease, Future<?> renewal, Runnable closed) {
        this.journal = journal;
        this.lease = lease;
        this.renewal = renewal;
        this.closed = closed;
    }

    @Override
    public long append(int type, Sync sync, ByteBuffer... payload) {
        return journal.append(type, sync, payload);
    }

    @Override
    public void sync() {
        journal.sync();
    }

    @Override
    public void sync(long position) {
        journal.sync(position);
    }

    @Override
    public List<Gap> replay(long from, JournalReader reader) {
        return journal.replay(from, reader);
    }

    @Override
    public Optional<Entry> read(long position) {
        return journal.read(position);
    }

    @Override
    public long start() {
        return journal.start();
    }

    @Override
    public long end() {
        return journal.end();
    }

    @Override
    public void release(long position) {
        journal.release(position);
    }

    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        try (journal) {
            renewal.cancel(false);
        } finally {
            giveBack();
        }
    }

    private void giveBack() {
        try {
            lease.release();
        } catch (LeaseException e) {
            log.warn(
                    "A journal was closed, the next one who opens it has to wait until its lease is over: {}",
                    e.getMessage());
        } finally {
            closed.run();
        }
    }
}
