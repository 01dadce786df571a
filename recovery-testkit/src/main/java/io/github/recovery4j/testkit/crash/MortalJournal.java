package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A journal in the hands of a process that may die: each record that is waited for passes two boundaries. */
final class MortalJournal implements Journal {

    private final String what;
    private final AtomicInteger records;
    private final Journal journal;
    private final Life life;

    MortalJournal(String what, AtomicInteger records, Journal journal, Life life) {
        this.what = what;
        this.records = records;
        this.journal = journal;
        this.life = life;
    }

    @Override
    public long append(int type, Sync sync, ByteBuffer... payload) {
        if (sync != Sync.now()) {
            return life.alive(() -> journal.append(type, sync, payload));
        }
        Deed deed = Deed.writing("record %d (type %d) in %s".formatted(records.incrementAndGet(), type, what));
        return life.doing(deed, () -> journal.append(type, sync, payload));
    }

    @Override
    public void sync() {
        life.doing(Deed.writing(what), () -> journal.sync());
    }

    @Override
    public void sync(long position) {
        life.doing(Deed.writing(what), () -> journal.sync(position));
    }

    @Override
    public List<Gap> replay(long from, JournalReader reader) {
        return life.alive(() -> journal.replay(from, reader));
    }

    @Override
    public Optional<Entry> read(long position) {
        return life.alive(() -> journal.read(position));
    }

    @Override
    public long start() {
        return life.alive(journal::start);
    }

    @Override
    public long end() {
        return life.alive(journal::end);
    }

    @Override
    public void release(long position) {
        life.alive(() -> {
            journal.release(position);
            return true;
        });
    }

    @Override
    public void close() {
        life.alive(() -> {
            journal.close();
            return true;
        });
    }
}
