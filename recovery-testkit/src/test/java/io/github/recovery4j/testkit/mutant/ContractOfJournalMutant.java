package io.github.recovery4j.testkit.mutant;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.testkit.JournalContract;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import io.github.recovery4j.testkit.sweep.JournalOpener;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The contract, for the journal that is tested at the moment; each test has a disk of its own. */
class ContractOfJournalMutant extends JournalContract {

    private static volatile @Nullable JournalOpener tested;

    private final SimulatedDisk disk = new SimulatedDisk();

    static synchronized void test(JournalOpener opener, Runnable tests) {
        tested = opener;
        try {
            tests.run();
        } finally {
            tested = null;
        }
    }

    @Override
    protected Journal open() {
        assumeFalse(Suite.hasComplained(), "one complaint is enough");
        JournalOpener opener = tested;
        if (opener == null) {
            throw new IllegalStateException("Only to be run for a mutant");
        }
        return opener.open(disk, Path.of("/journal").toAbsolutePath());
    }
}
