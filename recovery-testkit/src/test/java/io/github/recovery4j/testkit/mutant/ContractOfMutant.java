package io.github.recovery4j.testkit.mutant;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.testkit.StorageContract;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import io.github.recovery4j.testkit.sweep.StorageOpener;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The contract, for the storage that is tested at the moment; each test has a disk of its own. */
class ContractOfMutant extends StorageContract {

    private static volatile @Nullable StorageOpener tested;

    private final SimulatedDisk disk = new SimulatedDisk();

    static synchronized void test(StorageOpener opener, Runnable tests) {
        tested = opener;
        try {
            tests.run();
        } finally {
            tested = null;
        }
    }

    @Override
    protected Storage open() {
        assumeFalse(Suite.hasComplained(), "one complaint is enough");
        StorageOpener opener = tested;
        if (opener == null) {
            throw new IllegalStateException("Only to be run for a mutant");
        }
        return opener.open(disk, Path.of("/var/reports").toAbsolutePath(), InstantSource.system());
    }
}
