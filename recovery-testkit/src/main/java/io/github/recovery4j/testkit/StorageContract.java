package io.github.recovery4j.testkit;

import io.github.recovery4j.storage.Storage;
import org.junit.jupiter.api.Nested;

/**
 * Everything a {@link Storage} must keep, for the author of one:
 *
 * <pre>{@code
 * class MyStorageTest extends StorageContract {
 *
 *     @TempDir
 *     Path directory;
 *
 *     @Override
 *     protected Storage open() {
 *         return MyStorage.open(directory);
 *     }
 * }
 * }</pre>
 *
 * <p>It is made of {@link CheckpointStoreContract}, {@link JobNamesContract}, {@link FencingContract}, {@link ConcurrencyContract},
 * {@link LeaseStoreContract}, {@link RunJournalsContract} and {@link NamedJournalsContract}, which can be extended one by one too.
 */
public abstract class StorageContract extends StorageFixture {

    /** Creates the suite. */
    protected StorageContract() {}

    @Nested
    class Checkpoints extends CheckpointStoreContract {
        @Override
        protected Storage open() {
            return StorageContract.this.open();
        }

        @Override
        protected boolean survivesReopening() {
            return StorageContract.this.survivesReopening();
        }

        @Override
        protected boolean sharesItsPlace() {
            return StorageContract.this.sharesItsPlace();
        }
    }

    @Nested
    class Names extends JobNamesContract {
        @Override
        protected Storage open() {
            return StorageContract.this.open();
        }

        @Override
        protected boolean survivesReopening() {
            return StorageContract.this.survivesReopening();
        }

        @Override
        protected boolean sharesItsPlace() {
            return StorageContract.this.sharesItsPlace();
        }

        @Override
        protected boolean distinguishesCase() {
            return StorageContract.this.distinguishesCase();
        }
    }

    @Nested
    class Fencing extends FencingContract {
        @Override
        protected Storage open() {
            return StorageContract.this.open();
        }

        @Override
        protected boolean survivesReopening() {
            return StorageContract.this.survivesReopening();
        }

        @Override
        protected boolean sharesItsPlace() {
            return StorageContract.this.sharesItsPlace();
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        @Override
        protected Storage open() {
            return StorageContract.this.open();
        }

        @Override
        protected boolean survivesReopening() {
            return StorageContract.this.survivesReopening();
        }

        @Override
        protected boolean sharesItsPlace() {
            return StorageContract.this.sharesItsPlace();
        }
    }

    @Nested
    class Leases extends LeaseStoreContract {
        @Override
        protected Storage open() {
            return StorageContract.this.open();
        }

        @Override
        protected boolean survivesReopening() {
            return StorageContract.this.survivesReopening();
        }

        @Override
        protected boolean sharesItsPlace() {
            return StorageContract.this.sharesItsPlace();
        }

        @Override
        protected boolean distinguishesCase() {
            return StorageContract.this.distinguishesCase();
        }
    }

    @Nested
    class Journals extends RunJournalsContract {
        @Override
        protected Storage open() {
            return StorageContract.this.open();
        }

        @Override
        protected boolean survivesReopening() {
            return StorageContract.this.survivesReopening();
        }
    }

    @Nested
    class Named extends NamedJournalsContract {
        @Override
        protected Storage open() {
            return StorageContract.this.open();
        }

        @Override
        protected boolean survivesReopening() {
            return StorageContract.this.survivesReopening();
        }

        @Override
        protected boolean sharesItsPlace() {
            return StorageContract.this.sharesItsPlace();
        }
    }
}
