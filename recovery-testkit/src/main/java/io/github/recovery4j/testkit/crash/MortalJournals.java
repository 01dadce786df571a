package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.storage.RunJournals;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Journals in the hands of a process that may die. */
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
        return new MortalJournal(
                "the journal of '%s'".formatted(run.job()), records, life.alive(() -> journals.open(run, token)), life);
    }

    @Override
    public List<Gap> read(RunKey run, JournalReader reader) {
        return life.alive(() -> journals.read(run, reader));
    }
}
