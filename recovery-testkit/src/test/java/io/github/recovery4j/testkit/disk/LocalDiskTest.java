package io.github.recovery4j.testkit.disk;

import io.github.recovery4j.disk.Disk;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest extends DiskContract {

    @TempDir
    Path directory;

    @Override
    protected Disk disk() {
        return Disk.local();
    }

    @Override
    protected Path directory() {
        return directory;
    }
}
