package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.testkit.StorageContract;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import io.github.recovery4j.testkit.sweep.StorageOpener;
import java.nio.file.Path;
import java.time.InstantSource;

/** The contract, for the storage that is tested at the moment; each test has a disk of its own. */
class ContractOfMutant extends StorageContract {

    static final Tested<StorageOpener> TESTED = new Tested<>();

    private final SimulatedDisk disk = new SimulatedDisk();

    @Override
    protected Storage open() {
        return TESTED.opener().open(disk, Path.of("/var/reports").toAbsolutePath(), InstantSource.system());
    }
}
