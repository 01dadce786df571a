package io.github.recovery4j.jdbc;

import io.github.recovery4j.journal.ForwardingJournal;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A journal with the lease under which it is open, which is given back when it is closed. */
final class NamedJournal extends ForwardingJournal {

    private static final Logger log = LoggerFactory.getLogger(NamedJournal.class);

    private final Lease lease;
    private final Future<?> renewal;
    private final Runnable closed;
    private final AtomicBoolean closing = new AtomicBoolean();

    NamedJournal(Journal journal, Lease lease, Future<?> renewal, Runnable closed) {
        super(journal);
        this.lease = lease;
        this.renewal = renewal;
        this.closed = closed;
    }

    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        renewal.cancel(false);
        try {
            super.close();
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
