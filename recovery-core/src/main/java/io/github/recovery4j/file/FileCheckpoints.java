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
                    if (readable(name)) {
                        return Optional.of(jobOf(file));
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

    private static boolean readable(String fileName) {
        return ReportName.parse(fileName)
                .filter(report -> report.slot().readable())
                .isPresent();
    }

    private String jobOf(Path report) throws IOException {
        try (Disk.OpenFile open = volume.disk().open(report)) {
            ReportHeader header = new ReportReader(open, report.toString()).verify();
            if (!header.storageId().equals(storageId)) {
                throw new DamagedException("it belongs to storage " + header.storageId());
            }
            return header.run().job();
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
        return reading(run, () -> tryLoad(run, below));
    }

    /** Looks again when the owner's renames passed under the reading: one of the two newest slots is always taken. */
    private Loaded tryLoad(RunKey run, long below) throws IOException {
        for (int attempt = 1; ; attempt++) {
            List<ReportName> present = RunFiles.present(volume, run).stream()
                    .filter(name -> !(name.slot() instanceof ReportName.Broken))
                    .toList();
            Look look = look(run, slots(present), below);
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

    private Look look(RunKey run, List<ReportName> newestFirst, long below) throws IOException {
        List<Damage> damages = new ArrayList<>();
        boolean sawNewest = false;
        for (ReportName name : newestFirst) {
            Path path = volume.directory(run.job()).resolve(name.fileName());
            try {
                Optional<Checkpoint> checkpoint = read(path, run, below);
                sawNewest |= !(name.slot() instanceof ReportName.Older);
                if (checkpoint.isPresent()) {
                    return new Look(new Loaded(checkpoint, path.toString(), damages), sawNewest);
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

    /** Empty if it is intact and of another generation than wanted. */
    private Optional<Checkpoint> read(Path path, RunKey run, long below) throws IOException {
        try (Disk.OpenFile file = volume.disk().open(path)) {
            ReportReader report = new ReportReader(file, path.toString());
            if (report.header().generation() < below) {
                return Optional.of(report.checkpoint(storageId, run, largest));
            }
            report.verify(storageId, run);
            return Optional.empty();
        }
    }

    private long generation(Path path, RunKey run) throws IOException {
        try (Disk.OpenFile file = volume.disk().open(path)) {
            return new ReportReader(file, path.toString())
                    .verify(storageId, run)
                    .generation();
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
                files = new RunFiles(volume, FileCheckpoints.this::generation, run, instance, token);
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
