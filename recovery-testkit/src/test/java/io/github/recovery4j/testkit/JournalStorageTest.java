package io.github.recovery4j.testkit;

import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.storage.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JournalStorageTest extends StorageContract {

    @TempDir
    Path directory;

    @Override
    protected Storage open() {
        return JournalStorage.builder(directory).segmentSize(64 << 10).open();
    }

    @Override
    protected boolean sharesItsPlace() {
        return false;
    }
}
