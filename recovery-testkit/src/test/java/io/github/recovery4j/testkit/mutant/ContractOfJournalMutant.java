package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.testkit.JournalContract;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import io.github.recovery4j.testkit.sweep.JournalOpener;
import java.nio.file.Path;

/** The contract, for the journal that is tested at the moment; each test has a disk of its own. */
class ContractOfJournalMutant extends JournalContract {

    static final Tested<JournalOpener> TESTED = new Tested<>();

    private final SimulatedDisk disk = new SimulatedDisk();

    @Override
    protected Journal open() {
        return TESTED.opener().open(disk, Path.of("/journal").toAbsolutePath());
    }
}
