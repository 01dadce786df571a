package io.github.recovery4j.benchmarks.peers;

import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.journaling.JournalStorage;
import java.nio.file.Files;
import java.nio.file.Path;

/** Everything that is compared. Another one is one more constant; a storage of ours needs no class for it. */
enum Peer {
    /** What all others are measured against. */
    FLOOR("bare floor", BareFloor::new),
    /** The floor where savers are many. */
    GROUP("bare group commit", GroupFloor::new),
    /** Bare rename protocol. */
    RENAME("bare rename", RenameStore::new),
    /** Our journal by itself. */
    EVENTS("FileJournal", EventStore::new),
    /** Ours, in files. */
    FILES("FileStorage", directory -> new StorageStore(FileStorage.open(directory))),
    /** Ours, in a journal. */
    JOURNAL("JournalStorage", directory -> new StorageStore(JournalStorage.open(directory))),
    /** RocksDB. */
    ROCKSDB("RocksDB", RocksStore::new),
    /** SQLite. */
    SQLITE("SQLite", SqliteStore::new),
    /** H2's MVStore. */
    MVSTORE("H2 MVStore", MvStore::new),
    /** LMDB. */
    LMDB("LMDB", LmdbStore::new),
    /** Xodus. */
    XODUS("Xodus", XodusStore::new),
    /** The journal of Artemis on plain files. */
    ARTEMIS("Artemis NIO", ArtemisStore::nio),
    /** The journal of Artemis with libaio. */
    ARTEMIS_AIO("Artemis AIO", ArtemisStore::aio),
    /** Kafka's checkpoint file. */
    KAFKA("Kafka CheckpointFile", KafkaStore::new),
    /** An upsert. */
    POSTGRES("PostgreSQL", PostgresStore::new),
    /** Spring Batch on H2. */
    BATCH_H2("Spring Batch, H2", BatchStore::onH2),
    /** Spring Batch on PostgreSQL. */
    BATCH_POSTGRES("Spring Batch, PostgreSQL", BatchStore::onPostgres),
    /** DBOS Transact. */
    DBOS("DBOS Transact", DbosStore::new);

    /** Opens a store in an existing directory: a new one if that is empty, else what was closed there. */
    private interface Opener {
        Store open(Path directory) throws Exception;
    }

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a constructor has no state
    private final Opener opener;

    Peer(String label, Opener opener) {
        this.label = label;
        this.opener = opener;
    }

    /** Opens it in a directory of its own below the given one. */
    Store open(Path parent) throws Exception {
        return opener.open(Files.createDirectories(directory(parent)));
    }

    /** {@return where it keeps its files below the given directory} */
    Path directory(Path parent) {
        return parent.resolve(name());
    }

    String label() {
        return label;
    }
}
