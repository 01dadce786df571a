package io.github.recovery4j.journaling;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.DurableDirectory;
import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.JournalDirectory;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.lease.LocalLeases;
import io.github.recovery4j.storage.RunJournals;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.thread.Background;
import io.github.recovery4j.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps all runs in one journal: for hosts with many runs, or with many saves a second, which then share their syncs.
 *
 * <pre>
 * journal/      the checkpoints and steps of all runs, one record for each; see {@link FileJournal}
 * index         where the newest records were at some position of the journal, so that not all is read at the start
 * ledgers.d/    what belongs to no run; see {@link JournalDirectory}
 * index.new     an index that was not finished; written anew
 * </pre>
 *
 * <p>A save appends one record. What is newer takes its place in the index, in memory; the compaction appends what is live
 * in the oldest part of the journal once more, in the background, and gives the space back. Two generations of a run are
 * kept. Invariants:
 *
 * <ol>
 *   <li>A save is acknowledged when its record is durable.
 *   <li>The index changes only as records say, and in their order; so reading them again leads to the same index.
 *   <li>A snapshot of the index is written only after what it points to is durable; it replaces the one before
 *       atomically, and without it the index is read from the whole journal.
 *   <li>A part of the journal is released only after what is live in it is durable elsewhere, and so is a snapshot that
 *       points to that.
 *   <li>Fencing tokens start above all that an earlier process gave away, as the number of openings is on record.
 * </ol>
 *
 * <p>One process at a time: a second one is refused, also one that would only read. Leases have a time to live, and end
 * with the process at the latest. Safe for use by many threads.
 */
public final class JournalStorage implements Storage {

    private static final String JOURNAL = "journal";
    private static final String NAMED = "ledgers.d";
    private static final Logger log = LoggerFactory.getLogger(JournalStorage.class);

    private final Path directory;
    private final FileJournal journal;
    private final LocalLeases leases;
    private final JournalCheckpoints checkpoints;
    private final SharedJournals journals;
    private final JournalDirectory named;
    private final Compactor compactor;
    private final Background background;
    private final AtomicBoolean closed = new AtomicBoolean();

    private JournalStorage(
            Builder builder, Path root, IndexSnapshot snapshots, IndexSnapshot.Content start, FileJournal journal)
            throws IOException {
        this.directory = root;
        this.journal = journal;
        this.background = new Background("recovery4j-compaction");
        RunLog runs = restored(builder, start);
        runs.beginEpoch();
        this.leases =
                new LocalLeases(directory.toString(), runs.epoch() << Integer.SIZE, builder.ticker, builder.clock);
        removeOutdated(runs, builder.clock.instant().getEpochSecond());
        this.compactor = new Compactor(
                runs,
                snapshots,
                builder.executor == null ? background : builder.executor,
                journal,
                builder.segmentSize);
        StorageAccess access = new StorageAccess(directory.toString(), runs, leases);
        this.checkpoints = new JournalCheckpoints(access, compactor, builder.largestCheckpoint);
        this.journals = new SharedJournals(access, compactor);
        this.named = new JournalDirectory(builder.disk, root.resolve(NAMED), "storage");
    }

    private RunLog restored(Builder builder, IndexSnapshot.Content start) {
        RunLog runs = new RunLog(journal, start, builder.maxAge);
        List<Gap> gaps = journal.replay(
                start.position(),
                entry -> runs.apply(
                        entry.position(),
                        entry.type(),
                        entry.payload(),
                        entry.payload().remaining()));
        gaps.forEach(gap -> log.warn("{}; what was saved there is lost, earlier generations are used", gap));
        return runs;
    }

    /**
     * Nobody works on them: whoever did has ended with the process. An unfinished run with steps has done something
     * outside, or has to undo it: that is not forgotten by the passing of time.
     */
    private static void removeOutdated(RunLog runs, long now) {
        for (Map.Entry<String, RunTable> job : runs.index().tables().entrySet()) {
            List<RunKey> outdated = new ArrayList<>();
            job.getValue().forEach((run, entry) -> {
                if (entry.isOutdated(now)) {
                    outdated.add(new RunKey(job.getKey(), run));
                }
            });
            for (RunKey run : outdated) {
                if (runs.records().size(run) == 0 || runs.isFinished(run)) {
                    runs.remove(run, Sync.atClose());
                    log.info("Run {} was removed: it was kept as long as it was asked for", run);
                }
            }
        }
    }

    /**
     * Opens the storage in a directory with the default settings; the directory is created if it does not exist.
     *
     * @param directory where
     * @return the open storage
     * @throws StoreException if the directory cannot be used, or another process has it; the message says why
     */
    public static JournalStorage open(Path directory) {
        return builder(directory).open();
    }

    /**
     * {@return a builder with the default settings}
     *
     * @param directory where the storage is, or is to be created
     */
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    @Override
    public CheckpointStore checkpoints() {
        return checkpoints;
    }

    @Override
    public RunJournals journals() {
        return journals;
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public NamedJournals namedJournals() {
        return named;
    }

    @Override
    public String describe() {
        return directory + " (a journal)";
    }

    /**
     * Waits for what compacts the journal, makes it as small as that is cheap, and closes. May copy up to one large segment.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        leases.close();
        named.close();
        background.close();
        try (journal) {
            compactor.finish();
        } catch (IOException | JournalException e) {
            log.warn("{} could not be closed in peace ({}); what was saved is durable", directory, e.getMessage());
        }
    }

    /** Settings of a {@link JournalStorage}. Not safe for use by many threads. */
    public static final class Builder {

        private static final long SEGMENT = 64 << 20;
        private static final long LARGEST_CHECKPOINT =
                Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

        private final Path directory;
        private Duration maxAge = Duration.ofDays(7);
        private long segmentSize = SEGMENT;
        private long largestCheckpoint = LARGEST_CHECKPOINT;
        private InstantSource clock = InstantSource.system();
        private Ticker ticker = Ticker.system();
        private Disk disk = Disk.local();
        private @Nullable Executor executor;

        private Builder(Path directory) {
            this.directory = directory.toAbsolutePath();
        }

        /**
         * Sets how long an unfinished run is kept that saves nothing, seven days unless set. What is older is removed when
         * the storage is opened, unless it has done steps: those are kept until the run is finished or removed. A finished
         * run is kept as long as its result is to be remembered, whatever is set here.
         *
         * @param age by recorded time, positive
         * @return this
         */
        public Builder maxAge(Duration age) {
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException("Unfinished runs are kept for a positive time, got " + age);
            }
            this.maxAge = age;
            return this;
        }

        /**
         * Sets the size of a large segment of the journal, 64 MiB unless set. The journal is compacted when it is longer
         * than that, and than twice what is live: two generations of each run, its attempts and its steps. What is live
         * is copied when the storage is closed, if it takes less than a large segment and there is much else.
         *
         * @param bytes at least 8 KiB
         * @return this
         */
        public Builder segmentSize(long bytes) {
            this.segmentSize = bytes;
            return this;
        }

        /**
         * Sets the size of the largest checkpoint, configuration and state together; unless set, 256 MiB or an eighth of
         * the maximum heap, whichever is less.
         *
         * @param bytes the limit, positive
         * @return this
         */
        public Builder largestCheckpoint(long bytes) {
            this.largestCheckpoint = bytes;
            return this;
        }

        /**
         * Sets the wall clock that stamps owners and ages runs.
         *
         * @param source replaces the system's clock
         * @return this
         */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /**
         * Sets what measures the time to live of leases.
         *
         * @param other replaces the system's ticker
         * @return this
         */
        public Builder ticker(Ticker other) {
            this.ticker = other;
            return this;
        }

        /**
         * Sets the file system the directory is on.
         *
         * @param other replaces {@link Disk#local()}
         * @return this
         */
        public Builder disk(Disk other) {
            this.disk = other;
            return this;
        }

        /**
         * Sets what compacts the journal, a daemon thread of the storage unless set. Closing waits for a compaction that has
         * begun there; one that begins later does nothing.
         *
         * @param other is not closed with the storage
         * @return this
         */
        public Builder compactedBy(Executor other) {
            this.executor = other;
            return this;
        }

        /**
         * Opens the storage, creating it if there is none, and removes runs that were kept long enough.
         *
         * @return the open storage
         * @throws StoreException if the directory cannot be used, or another process has it; the message says why
         */
        public JournalStorage open() {
            try {
                Path root = DurableDirectory.open(disk, directory, JOURNAL);
                disk.weakness(root).ifPresent(log::warn);
                return tryOpen(root);
            } catch (IOException | JournalException e) {
                throw new StoreException(
                        "The storage in %s cannot be opened (%s: %s); nothing that was saved was changed"
                                .formatted(directory, e.getClass().getSimpleName(), e.getMessage()),
                        e);
            }
        }

        private JournalStorage tryOpen(Path root) throws IOException {
            IndexSnapshot snapshots = new IndexSnapshot(disk, root);
            try {
                return open(root, snapshots, snapshots.read().orElseGet(IndexSnapshot.Content::none), journal(root));
            } catch (IndexSnapshot.DamagedIndexException e) {
                log.warn("{} cannot be used ({}); the whole journal is read instead", snapshots.file(), e.getMessage());
                return withoutIndex(root, snapshots);
            }
        }

        /** Nobody knows what should be there, so everything that was there must be. */
        private JournalStorage withoutIndex(Path root, IndexSnapshot snapshots) throws IOException {
            try {
                return open(
                        root,
                        snapshots,
                        IndexSnapshot.Content.none(),
                        journal(root).refusingDoubt());
            } catch (JournalException e) {
                throw new IOException(
                        "%s is damaged, and the journal alone cannot tell whether something is missing; delete the index to go on with what can be read"
                                .formatted(snapshots.file()),
                        e);
            }
        }

        private FileJournal.Builder journal(Path root) {
            return FileJournal.builder(root.resolve(JOURNAL))
                    .identity("storage")
                    .segmentSize(segmentSize)
                    .largestRecord(largestCheckpoint)
                    .disk(disk);
        }

        private JournalStorage open(
                Path root, IndexSnapshot snapshots, IndexSnapshot.Content start, FileJournal.Builder settings)
                throws IOException {
            FileJournal journal = settings.appendingFrom(start.position()).open();
            try {
                return new JournalStorage(this, root, snapshots, start, journal);
            } catch (IOException | RuntimeException | Error e) {
                try (journal) {
                    throw e;
                }
            }
        }
    }
}
