package io.github.recovery4j.testkit;

import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.file.Retention;
import io.github.recovery4j.storage.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileStorageWithManyGenerationsTest extends StorageContract {

    @TempDir
    Path directory;

    @Override
    protected Storage open() {
        return FileStorage.builder(directory)
                .retention(Retention.DEFAULT.keeping(5))
                .open();
    }
}
