package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.lease.LeaseKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of a {@link FileStorage}. */
final class FileCheckpoints implements CheckpointStore {

    private static final Logger log = LoggerFactory.getLogger(FileCheckpoints.class);
    private static final int READ_TRIES = 100;

    private final Volume volume;
    private final FileLeases leases;
    private final String storageId;
    private final Retention retention;
    private final long largest;
    private final Map<RunKey, Slot> slots = new ConcurrentHashMap<>();

    FileCheckpoints(Volume volume, FileLeases leases, String storageId, Retention retention, long largest) {
        this.volume = volume;
        this.leases = leases;
        this.storageId = storageId;
        this.retention = retention;
        this.largest = largest;
    }

    @Override
    public List<String> jobs() {
        return reading("jobs", () -> {
            List<String> jobs = new ArrayList<>();
            for (Path directory : volume.jobDirectories()) {
                jobIn(directory).ifPresent(jobs::add);
            }
            return jobs;
        });
    }

    /**
     * Directory names are encoded, and may be cut; the reports in them know the true name. Looks again when a report
     * was renamed before it could be read.
     */
    private Optional<String> jobIn(Path directory) throws IOException {
        for (int attempt = 1; ; attempt++) {
            boolean renamed = false;
            for (String name : volume.disk().list(directory)) {
                Path file = directory.resolve(name);
                try {
                    Optional<ReportName> report = ReportName.parse(name)
                            .filter(parsed -> parsed.slot().readable());
                    if (report.isPresent()) {
                        return Optional.of(jobOf(file, report.get()));
                    }
                } catch (NoSuchFileException e) {
                    renamed = true;
                } catch (DamagedException | NotRegularException | UnsupportedFormatException e) {
                    log.debug("{} does not tell its job, the next report may: {}", file, e.toString());
                }
            }
            if (!renamed || attempt == READ_TRIES) {
                return Optional.empty();
            }
        }
    }

    /** A report that was brought here from another directory, or run, does not tell. */
    private String jobOf(Path report, ReportName name) throws IOException {
        try (Disk.OpenFile open = volume.disk().open(report)) {
            RunKey run = Report.read(open, report.toString(), storageId).run();
            if (!run.id().equals(name.run()) || !volume.directory(run.job()).equals(report.getParent())) {
                throw new DamagedException("it belongs to run " + run);
            }
            return run.job();
        }
    }

    @Override
    public List<RunKey> runs(String job) {
        return reading(job, () -> {
            try (Stream<ReportName> names = RunFiles.named(volume, job)) {
                return names.filter(name -> name.slot().readable())
                        .map(name -> new RunKey(job, name.run()))
                        .distinct()
                        .toList();
            }
        });
    }

    @Override
    public Loaded load(RunKey run, long below) {
        return reading(run, () -> load(run, checkpoint -> checkpoint.generation() < below));
    }

    /** Looks again when the owner's renames passed under the reading: one of the two newest slots is always taken. */
    private Loaded load(RunKey run, Predicate<Checkpoint> wanted) throws IOException {
        for (int attempt = 1; ; attempt++) {
            List<ReportName> present = RunFiles.present(volume, run).stream()
                    .filter(name -> !(name.slot() instanceof ReportName.Broken))
                    .toList();
            Look look = look(run, slots(present), wanted);
            if (look.sawNewest || present.isEmpty() || attempt == READ_TRIES) {
                return look.loaded;
            }
        }
    }

    /** What was found, and whether the current generation or its backup was there at all. */
    private record Look(Loaded loaded, boolean sawNewest) {}

    /** The slots to try: the two newest always, as a listing may miss what is being renamed. */
    private static List<ReportName> slots(List<ReportName> present) {
        if (present.isEmpty()) {
            return List.of();
        }
        ReportName any = present.get(0);
        return Stream.concat(
                        Stream.of(any.in(new ReportName.Current()), any.in(new ReportName.Backup())),
                        present.stream().filter(name -> name.slot() instanceof ReportName.Older))
                .toList();
    }

    private Look look(RunKey run, List<ReportName> newestFirst, Predicate<Checkpoint> wanted) throws IOException {
        List<Damage> damages = new ArrayList<>();
        boolean sawNewest = false;
        for (ReportName name : newestFirst) {
            Path path = path(run, name);
            try {
                Checkpoint checkpoint = read(run, name);
                requireNewerThanBackup(checkpoint, name);
                sawNewest |= !(name.slot() instanceof ReportName.Older);
                if (wanted.test(checkpoint)) {
                    return new Look(new Loaded(Optional.of(checkpoint), path.toString(), damages), sawNewest);
                }
            } catch (NoSuchFileException e) {
                log.trace("{} is an empty slot", path);
            } catch (DamagedException | NotRegularException e) {
                sawNewest |= !(name.slot() instanceof ReportName.Older);
                damages.add(new Damage(run, path.toString(), reason(e)));
            }
        }
        return new Look(new Loaded(Optional.empty(), "", damages), sawNewest);
    }

    private static String reason(IOException e) {
        return e instanceof NotRegularException special ? special.getReason() : String.valueOf(e.getMessage());
    }

    /** A current that is not newer than its backup is an old file that was put there, unless the owner just saved. */
    private void requireNewerThanBackup(Checkpoint found, ReportName name) throws IOException {
        RunKey run = found.run();
        if (name.slot() instanceof ReportName.Current
                && generation(run, name.in(new ReportName.Backup())) >= found.generation()
                && generation(run, name) == found.generation()) {
            throw new DamagedException("its backup is not older than its generation " + found.generation());
        }
    }

    private long generation(RunKey run, ReportName name) throws IOException {
        try {
            return read(run, name).generation();
        } catch (NoSuchFileException | DamagedException | NotRegularException e) {
            return 0;
        }
    }

    private Path path(RunKey run, ReportName name) {
        return volume.directory(run.job()).resolve(name.fileName());
    }

    private Checkpoint read(RunKey run, ReportName name) throws IOException {
        Checkpoint checkpoint = read(path(run, name), run);
        if (name.slot() instanceof ReportName.Older older && older.generation() != checkpoint.generation()) {
            throw new DamagedException("it has generation " + checkpoint.generation());
        }
        return checkpoint;
    }

    private Checkpoint read(Path path, RunKey run) throws IOException {
        try (Disk.OpenFile file = volume.disk().open(path)) {
            if (file.size() > largest) {
                throw new DamagedException("its length is %d, the limit is %d".formatted(file.size(), largest));
            }
            return Report.read(file, path.toString(), run, storageId);
        }
    }

    @Override
    public void save(Checkpoint checkpoint) {
        Report report = Report.of(checkpoint, storageId);
        if (report.length() > largest) {
            throw new StoreException(
                    "%s would take %d bytes, the limit is %d; it was not saved, earlier generations are unharmed"
                            .formatted(checkpoint, report.length(), largest),
                    null);
        }
        RunKey run = checkpoint.run();
        long token = checkpoint.stamp().token();
        owning(run, token, slot -> {
            RunFiles files = slot.files(checkpoint.instance());
            if (checkpoint.generation() <= files.newest()) {
                throw new IllegalArgumentException("%s is not above the newest generation %d; nothing was saved"
                        .formatted(checkpoint, files.newest()));
            }
            files.save(checkpoint, report, retention.generations(), slot::requireStillOwner);
        });
    }

    @Override
    public String quarantine(Damage damage, long token) {
        Path path = Path.of(damage.location());
        ReportName name = ReportName.parse(path.getFileName().toString())
                .filter(report -> report.run().equals(damage.run().id()))
                .orElseThrow(() -> new IllegalArgumentException("Not a damage of this storage: " + damage));
        Path[] evidence = {path};
        owning(damage.run(), token, slot -> {
            requireOwner(damage.run(), token);
            evidence[0] =
                    RunFiles.setAside(volume, volume.directory(damage.run().job()), name);
            slot.forget();
        });
        return evidence[0].toString();
    }

    @Override
    public void remove(RunKey run, long token) {
        owning(run, token, slot -> {
            requireOwner(run, token);
            RunFiles.remove(volume, run);
            slots.remove(run, slot);
        });
    }

    @Override
    public Attempts attempts(RunKey run) {
        return reading(run, () -> AttemptsFile.read(volume, run));
    }

    @Override
    public void record(RunKey run, Attempts attempts, long token) {
        owning(run, token, slot -> {
            requireOwner(run, token);
            AttemptsFile.write(volume, run, attempts);
        });
    }

    private void requireOwner(RunKey run, long token) throws IOException {
        Optional<String> why = leases.whyFenced(LeaseKey.of(run), token);
        if (why.isPresent()) {
            throw new FencedException(run, token, why.get());
        }
    }

    private <T> T reading(Object what, Reading<T> reading) {
        volume.requireOpen();
        try {
            return reading.read();
        } catch (IOException e) {
            throw new StoreException(
                    "%s could not be read in %s: %s; nothing was changed".formatted(what, volume.root(), describe(e)),
                    e);
        }
    }

    private void owning(RunKey run, long token, Writing writing) {
        volume.requireWritable();
        Slot slot = slots.computeIfAbsent(run, Slot::new);
        slot.lock.lock();
        boolean done = false;
        try {
            volume.requireWritable();
            slot.enter(token);
            writing.write(slot);
            done = true;
        } catch (IOException e) {
            throw new StoreException(
                    "%s could not be written to in %s: %s; what was saved before is unharmed"
                            .formatted(run, volume.root(), describe(e)),
                    e);
        } finally {
            if (!done) {
                slot.forget(); // whatever is known about its files may no longer be true
            }
            slot.lock.unlock();
        }
    }

    private static String describe(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    /**
     * One run as its owner sees it: what is known about its files under the owner's token, and one lock for everybody
     * who writes, or tries to.
     */
    private final class Slot {

        private final RunKey run;
        private final Lock lock = new ReentrantLock();
        private long token;
        private @Nullable RunFiles files;
        private Optional<Object> verified = Optional.empty();

        Slot(RunKey run) {
            this.run = run;
        }

        void enter(long now) throws IOException {
            if (token != now) {
                requireOwner(run, now);
                forget();
                token = now;
            }
        }

        RunFiles files(String instance) throws IOException {
            if (files == null) {
                requireOwner(run, token);
                files = new RunFiles(volume, FileCheckpoints.this::read, run, instance, token);
            }
            return files;
        }

        /** Reads the owner file again only if it is another one by now: owners replace it, they never change it. */
        void requireStillOwner() throws IOException {
            Optional<Object> now = volume.disk().identity(volume.owner(LeaseKey.of(run)));
            if (now.isEmpty() || !now.equals(verified)) {
                requireOwner(run, token);
                verified = now;
            }
        }

        void forget() {
            files = null;
            verified = Optional.empty();
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    @FunctionalInterface
    private interface Writing {
        void write(Slot slot) throws IOException;
    }
}
