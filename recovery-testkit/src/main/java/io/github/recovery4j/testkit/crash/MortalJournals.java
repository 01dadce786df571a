package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.storage.RunJournals;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Journals in the hands of a process that may die: each record that is waited for passes two boundaries. */
final class MortalJournals implements RunJournals {

    private final RunJournals journals;
    private final Life life;
    private final AtomicInteger records = new AtomicInteger();

    MortalJournals(RunJournals journals, Life life) {
        this.journals = journals;
        this.life = life;
    }

    @Override
    public Journal open(RunKey run, long token) {
        return new MortalJournal(run.job(), life.alive(() -> journals.open(run, token)));
    }

    @Override
    public List<Gap> read(RunKey run, JournalReader reader) {
        return life.alive(() -> journals.read(run, reader));
    }

    private final class MortalJournal implements Journal {

        private final String job;
        private final Journal journal;

        MortalJournal(String job, Journal journal) {
            this.job = job;
            this.journal = journal;
        }

        @Override
        public long append(int type, Sync sync, ByteBuffer... payload) {
            if (sync != Sync.now()) {
                return life.alive(() -> journal.append(type, sync, payload));
            }
            Deed deed = Deed.writing(
                    "record %d (type %d) in the journal of '%s'".formatted(records.incrementAndGet(), type, job));
            return life.doing(deed, () -> journal.append(type, sync, payload));
        }

        @Override
        public void sync() {
            life.doing(Deed.writing("the journal of '%s'".formatted(job)), journal::sync);
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
}
