package io.github.recovery4j.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.testkit.StorageContract;
import java.time.Duration;

/**
 * The contract of every storage, with a pool as a user may have it: serializable, read-only, without auto-commit, and as small
 * as can be.
 */
class AwkwardStorageTest extends StorageContract {

    private final String schema = Postgres.schema();

    /** The one pool of these tests. */
    private static final class Pool {

        private static final HikariDataSource SHARED = create();

        private static HikariDataSource create() {
            HikariConfig config = new HikariConfig();
            config.setDataSource(Postgres.server());
            config.setMaximumPoolSize(1);
            config.setAutoCommit(false);
            config.setReadOnly(true);
            config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
            return new HikariDataSource(config);
        }
    }

    @Override
    protected Storage open() {
        return JdbcStorage.builder(Pool.SHARED)
                .schema(schema)
                .journalTtl(Duration.ofSeconds(2))
                .open();
    }
}
