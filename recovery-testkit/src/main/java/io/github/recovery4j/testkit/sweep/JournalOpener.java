package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.journal.Journal;
import java.nio.file.Path;

/** Opens the journal under test. */
@FunctionalInterface
public interface JournalOpener {

    /**
     * Opens the journal, creating it if it does not exist.
     *
     * @param disk the disk that its directory is on; everything goes through it
     * @param directory where the journal is, or is to be; its parent exists
     * @return the open journal
     */
    Journal open(Disk disk, Path directory);
}
