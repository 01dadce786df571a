package io.github.recovery4j.jdbc;

import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.testkit.StorageContract;
import java.time.Duration;

/** The contract of every storage, on PostgreSQL. */
class JdbcStorageTest extends StorageContract {

    private final String schema = Postgres.schema();

    @Override
    protected Storage open() {
        return JdbcStorage.builder(Postgres.pool())
                .schema(schema)
                .journalTtl(Duration.ofSeconds(2))
                .open();
    }
}
