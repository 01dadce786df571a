package io.github.recovery4j.testkit.journal;

import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.memory.MemoryJournal;
import io.github.recovery4j.testkit.JournalContract;

class MemoryJournalTest extends JournalContract {

    private final MemoryJournal kept = MemoryJournal.create();

    @Override
    protected Journal open() {
        return kept.reopen();
    }
}
