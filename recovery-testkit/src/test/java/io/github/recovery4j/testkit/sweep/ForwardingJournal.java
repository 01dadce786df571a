package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Does what another one does; as it is here, it is as it should be. */
public class ForwardingJournal implements Journal {

    /** The other one. */
    protected final Journal under;

    /** Forwards to another one. */
    protected ForwardingJournal(Journal under) {
        this.under = under;
    }

    @Override
    public long append(int type, Sync sync, ByteBuffer... payload) {
        return under.append(type, sync, payload);
    }

    @Override
    public void sync() {
        under.sync();
    }

    @Override
    public void sync(long position) {
        under.sync(position);
    }

    @Override
    public List<Gap> replay(long from, JournalReader reader) {
        return under.replay(from, reader);
    }

    @Override
    public Optional<Entry> read(long position) {
        return under.read(position);
    }

    @Override
    public long start() {
        return under.start();
    }

    @Override
    public long end() {
        return under.end();
    }

    @Override
    public void release(long position) {
        under.release(position);
    }

    @Override
    public void close() {
        under.close();
    }
}
