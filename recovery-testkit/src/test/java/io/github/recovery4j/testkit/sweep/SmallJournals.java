package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.NamedJournals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Named journals in a directory, with segments that are soon full. */
record SmallJournals(Disk disk, Path directory) implements NamedJournals {

    @Override
    public Journal open(JournalName name) {
        try {
            disk.createDirectory(directory);
            disk.syncDirectory(directory.getParent());
        } catch (IOException e) {
            throw new JournalException("no directory: " + e.getMessage(), e);
        }
        return files(name).open();
    }

    @Override
    public List<Gap> read(JournalName name, long from, JournalReader reader) {
        return files(name).view().replay(from, reader);
    }

    private FileJournal.Builder files(JournalName name) {
        return FileJournal.builder(directory.resolve(name.part()))
                .identity(name.toString())
                .segmentSize(8 << 10)
                .disk(disk);
    }
}
