package io.github.recovery4j.memory;

import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.NamedJournals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@link MemoryJournal} for each name. Guarded by this. */
final class MemoryNamedJournals implements NamedJournals {

    private final String place;
    private final Map<JournalName, MemoryJournal> journals = new HashMap<>();
    private boolean closed;

    MemoryNamedJournals(String place) {
        this.place = place;
    }

    @Override
    public synchronized Journal open(JournalName name) {
        requireOpen();
        MemoryJournal before = journals.get(name);
        if (before != null && before.isOpen()) {
            throw new JournalException(
                    "%s cannot be opened in %s: somebody else has it open; no record was changed"
                            .formatted(name, place),
                    null);
        }
        MemoryJournal journal = before == null ? MemoryJournal.create() : before.reopen();
        journals.put(name, journal);
        return journal;
    }

    @Override
    public List<Gap> read(JournalName name, long from, JournalReader reader) {
        MemoryJournal journal = looked(name);
        return journal.replay(from, reader);
    }

    private synchronized MemoryJournal looked(JournalName name) {
        requireOpen();
        MemoryJournal journal = journals.get(name);
        return journal == null ? MemoryJournal.create() : journal.reopen();
    }

    synchronized void close() {
        closed = true;
        journals.values().forEach(MemoryJournal::close);
    }

    private void requireOpen() {
        if (closed) {
            throw new JournalClosedException(place);
        }
    }
}
