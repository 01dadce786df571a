package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.lease.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A run of the job "sync" in a storage of files, which is opened before the test and closed after it. */
final class StoredRun implements BeforeEachCallback, AfterEachCallback {

    private final Supplier<Path> directory;
    private final RunKey run = Samples.run("sync");
    private FileStorage storage;

    /** In a directory that is known when the test begins. */
    StoredRun(Supplier<Path> directory) {
        this.directory = directory;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        storage = FileStorage.open(directory.get());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        storage.close();
    }

    RunKey run() {
        return run;
    }

    FileStorage storage() {
        return storage;
    }

    CheckpointStore checkpoints() {
        return storage.checkpoints();
    }

    /** Where the files of the job are. */
    Path jobDirectory() {
        return directory.get().resolve("sync");
    }

    /** The report of the run, or with ".backup" and the like the files beside it. */
    Path file(String suffix) {
        return jobDirectory().resolve(run.id() + "-a%20label.tmp.json" + suffix);
    }

    List<String> fileNames() throws IOException {
        return names(jobDirectory());
    }

    static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** Its newest intact generation. */
    Loaded load() {
        return checkpoints().load(run, Long.MAX_VALUE);
    }

    Checkpoint state(long generation, long token) {
        return Samples.state(run, generation, token);
    }

    /** Becomes its owner and saves generations of it. */
    Lease save(long... generations) {
        Lease lease = own();
        for (long generation : generations) {
            checkpoints().save(state(generation, lease.token()));
        }
        return lease;
    }

    Lease own() {
        return Samples.own(storage, run);
    }

    void reopen() {
        reopen(FileStorage.builder(directory.get()));
    }

    void reopen(Retention retention, Instant now) {
        reopen(FileStorage.builder(directory.get()).retention(retention).clock(() -> now));
    }

    void reopen(FileStorage.Builder builder) {
        storage.close();
        storage = builder.open();
    }
}
