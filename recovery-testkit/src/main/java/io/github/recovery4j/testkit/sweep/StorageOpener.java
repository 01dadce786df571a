package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.storage.Storage;
import java.nio.file.Path;
import java.time.InstantSource;

/** Opens the storage under test. */
@FunctionalInterface
public interface StorageOpener {

    /**
     * Opens the storage, creating it if it does not exist.
     *
     * @param disk the disk that its directory is on; everything goes through it
     * @param directory where the storage is, or is to be; its parent need not exist either
     * @param clock the wall clock
     * @return the open storage
     */
    Storage open(Disk disk, Path directory, InstantSource clock);
}
