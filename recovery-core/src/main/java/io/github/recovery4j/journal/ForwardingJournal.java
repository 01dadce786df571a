package io.github.recovery4j.journal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Hands everything on to another journal: to be extended by one that does a few things differently. */
public abstract class ForwardingJournal implements Journal {

    private final Journal under;

    /**
     * Creates a journal that does what another one does.
     *
     * @param under the other one
     */
    protected ForwardingJournal(Journal under) {
        this.under = under;
    }

    /** {@return the journal that everything is handed on to} */
    protected final Journal under() {
        return under;
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
