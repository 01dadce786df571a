package io.github.recovery4j.testkit;

import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.storage.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileStorageTest extends StorageContract {

    @TempDir
    Path directory;

    @Override
    protected Storage open() {
        return FileStorage.open(directory.resolve("storage"));
    }

    @Override
    protected boolean distinguishesCase() {
        return !Files.exists(
                directory.resolveSibling(directory.getFileName().toString().toUpperCase(java.util.Locale.ROOT)));
    }
}
