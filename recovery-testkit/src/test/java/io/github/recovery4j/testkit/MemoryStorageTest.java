package io.github.recovery4j.testkit;

import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.storage.Storage;

class MemoryStorageTest extends StorageContract {

    @Override
    protected Storage open() {
        return MemoryStorage.create();
    }

    @Override
    protected boolean survivesReopening() {
        return false;
    }
}
