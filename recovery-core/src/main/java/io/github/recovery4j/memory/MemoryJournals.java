package io.github.recovery4j.memory;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreClosedException;
import io.github.recovery4j.journal.ForwardingJournal;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.lease.LocalLeases;
import io.github.recovery4j.storage.RunJournals;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@link MemoryJournal} for each run. Guarded by this. */
final class MemoryJournals implements RunJournals {

    private final LocalLeases leases;
    private final String name;
    private final Map<RunKey, MemoryJournal> journals = new HashMap<>();
    private boolean closed;

    MemoryJournals(LocalLeases leases, String name) {
        this.leases = leases;
        this.name = name;
    }

    @Override
    public synchronized Journal open(RunKey run, long token) {
        requireOwner(run, token);
        return new Owned(
                run,
                token,
                journals.computeIfAbsent(run, added -> MemoryJournal.create()).reopen());
    }

    @Override
    public synchronized List<Gap> read(RunKey run, JournalReader reader) {
        requireOpen();
        MemoryJournal journal = journals.get(run);
        return journal == null ? List.of() : journal.replay(0, reader);
    }

    synchronized void forget(RunKey run) {
        journals.remove(run);
    }

    synchronized void close() {
        closed = true;
    }

    private synchronized void requireOwner(RunKey run, long token) {
        requireOpen();
        leases.requireOwner(run, token);
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException(name);
        }
    }

    /** A journal in the hands of the owner of its run. */
    private final class Owned extends ForwardingJournal {

        private final RunKey run;
        private final long token;

        Owned(RunKey run, long token, Journal journal) {
            super(journal);
            this.run = run;
            this.token = token;
        }

        @Override
        public long append(int type, Sync sync, ByteBuffer... payload) {
            requireOwner(run, token);
            return super.append(type, sync, payload);
        }

        @Override
        public void sync() {
            requireOwner(run, token);
            super.sync();
        }

        @Override
        public void release(long position) {
            requireOwner(run, token);
            super.release(position);
        }
    }
}
