package io.github.recovery4j.testkit.journal;

import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.testkit.JournalContract;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** On the disk of this machine and on the simulated one; with pages shared by groups and without. */
class FileJournalContractTest {

    private static FileJournal.Builder builder(Path directory) {
        return FileJournal.builder(directory).identity("contract").segmentSize(16 << 10);
    }

    @Nested
    class OnThisMachine extends JournalContract {

        @TempDir
        Path directory;

        @Override
        protected Journal open() {
            return builder(directory).open();
        }
    }

    @Nested
    class OnThisMachinePadded extends JournalContract {

        @TempDir
        Path directory;

        @Override
        protected Journal open() {
            return builder(directory.resolve("journal")).padded().open();
        }
    }

    @Nested
    class OnASimulatedDisk extends JournalContract {

        private final SimulatedDisk disk = new SimulatedDisk();

        @Override
        protected Journal open() {
            return builder(Path.of("/journal").toAbsolutePath()).disk(disk).open();
        }
    }

    @Nested
    class OnASimulatedDiskPadded extends JournalContract {

        private final SimulatedDisk disk = new SimulatedDisk();

        @Override
        protected Journal open() {
            return builder(Path.of("/journal").toAbsolutePath())
                    .padded()
                    .disk(disk)
                    .open();
        }
    }
}
