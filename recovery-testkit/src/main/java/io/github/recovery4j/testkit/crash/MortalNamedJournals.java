package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.NamedJournals;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Journals that belong to a name, in the hands of a process that may die. */
record MortalNamedJournals(NamedJournals journals, Life life, AtomicInteger records) implements NamedJournals {

    @Override
    public Journal open(JournalName name) {
        return new MortalJournal(name.toString(), records, life.alive(() -> journals.open(name)), life);
    }

    @Override
    public List<Gap> read(JournalName name, long from, JournalReader reader) {
        return life.alive(() -> journals.read(name, from, reader));
    }
}
