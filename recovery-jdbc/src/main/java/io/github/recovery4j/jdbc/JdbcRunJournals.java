package io.github.recovery4j.jdbc;

import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreClosedException;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.storage.RunJournals;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The journals of runs: records that hang on the row of the run, and go with it. */
final class JdbcRunJournals implements RunJournals, AutoCloseable {

    private final Place place;
    private final Known known;
    private final Journals journals;
    private final Set<Journal> open = ConcurrentHashMap.newKeySet();

    JdbcRunJournals(Place place, Known known, Journals journals) {
        this.place = place;
        this.known = known;
        this.journals = journals;
    }

    private static String location(RunKey run) {
        return "the journal of run " + run;
    }

    @Override
    public Journal open(RunKey run, long token) {
        OwnedKey key = OwnedKey.of(run);
        RecordMedium.Refusal refusal = standing -> refusal(run, token, standing);
        return translated(() -> {
            Journal journal = new OwnersJournal(journals.open(key, token, location(run), refusal));
            open.add(journal);
            return journal;
        });
    }

    private FencedException refusal(RunKey run, long token, Optional<Standing> standing) {
        FencedException fenced = Standing.fenced(run, token, standing, known.of(OwnedKey.of(run), token), 0);
        return fenced == null
                ? new FencedException(run, token, "its journal was opened once more, by somebody with the same lease")
                : fenced;
    }

    @Override
    public List<Gap> read(RunKey run, JournalReader reader) {
        return translated(() -> journals.read(OwnedKey.of(run), 0, location(run), reader));
    }

    /** What was appended is durable then. */
    @Override
    public void close() {
        List.copyOf(open).forEach(Journal::close);
    }

    private <T> T translated(Supplier<T> action) {
        try {
            return action.get();
        } catch (JournalClosedException e) {
            throw new StoreClosedException("The journal of a run in " + place.name());
        } catch (JournalException e) {
            if (e.getCause() instanceof FencedException fenced) {
                throw fenced;
            }
            throw new StoreException(String.valueOf(e.getMessage()), e);
        }
    }

    private void carryOut(Runnable action) {
        translated(() -> {
            action.run();
            return true;
        });
    }

    /** A journal whose failures are those of its run. */
    private final class OwnersJournal implements Journal {

        private final Journal journal;

        OwnersJournal(Journal journal) {
            this.journal = journal;
        }

        @Override
        public long append(int type, Sync sync, ByteBuffer... payload) {
            return translated(() -> journal.append(type, sync, payload));
        }

        @Override
        public void sync() {
            carryOut(journal::sync);
        }

        @Override
        public void sync(long position) {
            carryOut(() -> journal.sync(position));
        }

        @Override
        public List<Gap> replay(long from, JournalReader reader) {
            return translated(() -> journal.replay(from, reader));
        }

        @Override
        public Optional<Entry> read(long position) {
            return translated(() -> journal.read(position));
        }

        @Override
        public long start() {
            return translated(journal::start);
        }

        @Override
        public long end() {
            return translated(journal::end);
        }

        @Override
        public void release(long position) {
            carryOut(() -> journal.release(position));
        }

        @Override
        public void close() {
            open.remove(this);
            carryOut(journal::close);
        }
    }
}
