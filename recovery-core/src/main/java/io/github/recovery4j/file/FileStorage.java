package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.DurableDirectory;
import io.github.recovery4j.journal.JournalDirectory;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.storage.RunJournals;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.time.Waiter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every run as one small set of text files in a directory, one sub-directory for each job.
 *
 * <pre>
 * storage.json                                       the identity of this storage
 * storage.lock                                       empty; leases are locks of single bytes of it
 * sync/01J8…-mainnet_geth_teku.tmp.json              current generation
 * sync/01J8…-mainnet_geth_teku.tmp.json.backup       the generation before
 * sync/01J8…-mainnet_geth_teku.tmp.json.backup-41    older ones, when more than two are kept
 * sync/01J8…-mainnet_geth_teku.tmp.json.new-3        a save that never committed; removed by the next owner
 * sync/01J8…-mainnet_geth_teku.tmp.json.old-3-40     has had generation 40; the next save writes over it
 * sync/01J8…-mainnet_geth_teku.tmp.json.broken-1     failed its checksum; kept as evidence, never read
 * sync/01J8….owner                                   who has, or last had, the lease of the run
 * sync/01J8….attempts                                how often it was tried since its newest generation
 * sync/01J8….journal/                                what it recorded besides its state; see {@code FileJournal}
 * ledgers.d/                                         what belongs to no run; see {@link JournalDirectory}
 * </pre>
 *
 * A report is one line of JSON (the header, with a checksum over every other byte of the file), then configuration and
 * state as the codec wrote them, and spaces up to the end of the file; {@code docs/file-format.md} has the fields. Files
 * are readable by their owner only.
 *
 * <p>A save writes the report over {@code .old}, the file of a generation that is not kept any more, and syncs its data: as
 * the file has its blocks and its length, no metadata is synced. It checks that the lease is still the caller's, renames
 * {@code .backup} to the next {@code .old} (with more than two generations kept: the oldest), current to {@code .backup} and
 * the file that was written to current, and syncs the directory. Where there is no {@code .old}, as it is with the first
 * saves of an owner, or where it is too small or more than twice too large, a new file {@code .new} is written and synced
 * instead; it gets a sixteenth more room than it needs, in whole pages of 4 KiB. So a run takes as many files as it keeps
 * generations, and one more until its owner lets go or its result is saved. Invariants:
 *
 * <ol>
 *   <li>A file is whole and synced before it has a name that is read.
 *   <li>A file with such a name is never changed, only renamed or deleted.
 *   <li>A file is written over only by the owner that took such a name from it, in a save that was acknowledged: so it has
 *       lost that name durably. What a failed save took a name from is deleted, not written over; so is what a former
 *       owner left: the names have the token.
 *   <li>A reader that has such a file open finds a checksum that is wrong, or another report under the name when it has
 *       read all: it looks again, and reports damage only when it has seen it twice alike.
 *   <li>Once a run has a generation, its current or its {@code .backup} exists at every instant, and the newer of the
 *       two is at least the last acknowledged generation.
 *   <li>A damaged current is moved aside before a save, so it never replaces a good {@code .backup}.
 *   <li>A save is acknowledged only after the directory was synced. After a failed sync nothing more is written until
 *       the storage is reopened.
 *   <li>A run is removed oldest generation first, with a sync before the newest goes, and one before its journal goes:
 *       a run that can be resumed has its journal.
 * </ol>
 *
 * <table>
 *   <caption>What a crash leaves</caption>
 *   <tr><th>a crash after</th><th>leaves {@code load} with</th></tr>
 *   <tr><td>writing or syncing {@code .old} or {@code .new}</td><td>the previous generation</td></tr>
 *   <tr><td>{@code .backup} became {@code .old}</td><td>the previous generation; of two, none is behind it</td></tr>
 *   <tr><td>current became {@code .backup}</td><td>the previous generation, from {@code .backup}</td></tr>
 *   <tr><td>the file that was written became current</td><td>the previous or the new one, both whole</td></tr>
 *   <tr><td>the sync of the directory</td><td>the new one</td></tr>
 * </table>
 *
 * <p>Safe for use by many threads and many processes of one machine. The directory must be on a local file system; where
 * that is known not to be so, a warning is logged once when it is opened.
 */
public final class FileStorage implements Storage {

    private static final Logger log = LoggerFactory.getLogger(FileStorage.class);
    private static final long STORAGE_POSITION = Long.MAX_VALUE - 1;
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Volume volume;
    private final Disk.Locks locks;
    private final FileLeases leases;
    private final FileCheckpoints checkpoints;
    private final FileJournals journals;
    private final JournalDirectory named;
    private final String id;
    private final Retention retention;
    private final InstantSource clock;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FileStorage(Builder builder, Volume volume, Disk.Locks locks) throws IOException {
        this.volume = volume;
        this.locks = locks;
        this.leases = new FileLeases(volume, locks, builder.clock, builder.waiter);
        try (Disk.Lock opening = lockStorage(builder.waiter)) {
            this.id = StorageMarker.idOf(volume, builder.clock);
        }
        this.retention = builder.retention;
        this.clock = builder.clock;
        clean();
        this.checkpoints = new FileCheckpoints(volume, leases, id, builder.retention, builder.largestReport);
        this.journals = new FileJournals(volume, leases, id);
        this.named = new JournalDirectory(volume.disk(), volume.root().resolve(Volume.NAMED), id);
    }

    private Disk.Lock lockStorage(Waiter waiter) throws IOException {
        try {
            for (Optional<Disk.Lock> lock = locks.tryLock(STORAGE_POSITION); ; lock = locks.tryLock(STORAGE_POSITION)) {
                if (lock.isPresent()) {
                    return lock.get();
                }
                waiter.await(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another process was opening it", e);
        }
    }

    /**
     * Opens the storage in a directory with the default settings; the directory is created if it does not exist.
     *
     * @param directory where
     * @return the open storage
     * @throws StoreException if the directory cannot be used; the message says why
     */
    public static FileStorage open(Path directory) {
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
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public RunJournals journals() {
        return journals;
    }

    @Override
    public NamedJournals namedJournals() {
        return named;
    }

    /**
     * Removes what the retention does not keep, as opening does: for hosts that stay open for long. Runs that somebody works
     * on keep what they need. What cannot be removed is logged and left.
     */
    public void clean() {
        new Cleaner(volume, leases, id, retention, clock.instant()).clean();
    }

    @Override
    public String describe() {
        return volume.root().toString();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        closeJournals();
        named.close();
        volume.close();
        try {
            leases.close();
            locks.close();
        } catch (IOException e) {
            log.warn("The lock file of {} could not be closed: {}", volume.root(), e.toString());
        }
    }

    private void closeJournals() {
        try {
            journals.close();
        } catch (StoreException e) {
            log.warn("A journal in {} was not closed in peace: {}", volume.root(), e.getMessage());
        }
    }

    /** Settings of a {@link FileStorage}. Not safe for use by many threads. */
    public static final class Builder {

        private static final long LARGEST_REPORT =
                Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4);

        private final Path directory;
        private Retention retention = Retention.DEFAULT;
        private long largestReport = LARGEST_REPORT;
        private InstantSource clock = InstantSource.system();
        private Waiter waiter = Waiter.system();
        private Disk disk = Disk.local();

        private Builder(Path directory) {
            this.directory = directory;
        }

        /**
         * Sets what is kept.
         *
         * @param policy replaces {@link Retention#DEFAULT}
         * @return this
         */
        public Builder retention(Retention policy) {
            this.retention = policy;
            return this;
        }

        /**
         * Sets the size beyond which a report is neither written nor read; unless set, 256 MiB or a quarter of the
         * maximum heap, whichever is less. A report beyond it that another process wrote, with a greater limit or a
         * larger heap, is checked without being taken into memory, and is left as it is: {@code load} throws a {@link
         * io.github.recovery4j.checkpoint.CheckpointTooLargeException} if it is intact.
         *
         * @param bytes the limit, positive
         * @return this
         */
        public Builder largestReport(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("The largest report must have at least a byte, got " + bytes);
            }
            this.largestReport = bytes;
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

        Builder waiter(Waiter other) {
            this.waiter = other;
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
         * Opens the storage: creates what is missing, removes what the retention does not keep, and says once if the
         * file system cannot keep the promise.
         *
         * @return the open storage
         * @throws StoreException if the directory cannot be used; the message says why
         */
        public FileStorage open() {
            try {
                return tryOpen();
            } catch (IOException e) {
                throw new StoreException(
                        "The storage in %s cannot be opened (%s: %s); nothing was changed. It has to be a directory that this process may write to"
                                .formatted(
                                        directory.toAbsolutePath(), e.getClass().getSimpleName(), e.getMessage()),
                        e);
            }
        }

        private FileStorage tryOpen() throws IOException {
            Path root = DurableDirectory.open(disk, directory, StorageMarker.NAME);
            disk.weakness(root).ifPresent(log::warn);
            Disk.Locks locks = disk.locks(root.resolve("storage.lock"));
            try {
                return new FileStorage(this, new Volume(disk, root), locks);
            } catch (IOException | RuntimeException e) {
                locks.close();
                throw e;
            }
        }
    }
}
