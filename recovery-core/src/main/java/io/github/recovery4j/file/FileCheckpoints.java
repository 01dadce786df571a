package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.lease.LeaseKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The checkpoints of a {@link FileStorage}. */
final class FileCheckpoints implements CheckpointStore {

    private final Volume volume;
    private final FileLeases leases;
    private final String storageId;
    private final Retention retention;
    private final long largest;
    private final Reports reports;
    private final Map<LeaseKey, Slot> slots = new ConcurrentHashMap<>();

    FileCheckpoints(Volume volume, FileLeases leases, String storageId, Retention retention, long largest) {
        this.volume = volume;
        this.leases = leases;
        this.storageId = storageId;
        this.retention = retention;
        this.largest = largest;
        this.reports = new Reports(volume, storageId, largest);
        leases.beforeRelease(this::letGo);
    }

    /** Whoever still saves at this moment leaves its file to the next owner, or to the next opening. */
    private void letGo(LeaseKey key) {
        Slot slot = slots.get(key);
        if (slot != null && slot.lock.tryLock()) {
            try {
                slot.letGo();
                slots.remove(key, slot);
            } finally {
                slot.lock.unlock();
            }
        }
    }

    @Override
    public List<String> jobs() {
        return reading("jobs", () -> {
            List<String> jobs = new ArrayList<>();
            for (Path directory : volume.jobDirectories()) {
                reports.jobIn(directory).ifPresent(jobs::add);
            }
            return jobs;
        });
    }

    @Override
    public List<RunKey> runs(String job) {
        return reading(job, () -> reports.runs(job));
    }

    @Override
    public Loaded load(RunKey run, long below) {
        return reading(run, () -> reports.load(run, below));
    }

    @Override
    public void loadAll(String job, BiConsumer<RunKey, Loaded> reader) {
        reading(job, () -> {
            reports.loadAll(job, reader);
            return job;
        });
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
            slot.requireOwner();
            evidence[0] =
                    RunFiles.setAside(volume, volume.directory(damage.run().job()), name);
            slot.forget();
        });
        return evidence[0].toString();
    }

    @Override
    public void remove(RunKey run, long token) {
        owning(run, token, slot -> {
            slot.requireOwner();
            RunFiles.remove(volume, run);
            slots.remove(LeaseKey.of(run), slot);
        });
    }

    @Override
    public Attempts attempts(RunKey run) {
        return reading(run, () -> AttemptsFile.read(volume, run));
    }

    @Override
    public void record(RunKey run, Attempts attempts, long token) {
        owning(run, token, slot -> {
            slot.requireOwner();
            AttemptsFile.write(volume, run, attempts);
        });
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
        boolean done = false;
        while (!done) {
            volume.requireWritable();
            done = owning(slots.computeIfAbsent(LeaseKey.of(run), key -> new Slot(run)), token, writing);
        }
    }

    /** False if the slot was removed while it was waited for: it would not keep out those who have the next one. */
    private boolean owning(Slot slot, long token, Writing writing) {
        LeaseKey key = LeaseKey.of(slot.run);
        slot.lock.lock();
        boolean done = false;
        try {
            if (slots.get(key) != slot) {
                return false;
            }
            volume.requireWritable();
            slot.enter(token);
            writing.write(slot);
            done = true;
            return true;
        } catch (IOException e) {
            throw new StoreException(
                    "%s could not be written to in %s: %s; what was saved before is unharmed"
                            .formatted(slot.run, volume.root(), describe(e)),
                    e);
        } finally {
            if (!done) {
                slots.remove(key, slot); // whatever is known about its files may no longer be true
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
        private OwnerCheck owner;
        private @Nullable RunFiles files;

        Slot(RunKey run) {
            this.run = run;
            this.owner = new OwnerCheck(volume, leases, run, token);
        }

        void enter(long now) throws IOException {
            if (token != now) {
                OwnerCheck next = new OwnerCheck(volume, leases, run, now);
                next.requireOwner();
                files = null;
                owner = next;
                token = now;
            }
        }

        RunFiles files(String instance) throws IOException {
            if (files == null) {
                requireOwner();
                files = new RunFiles(volume, reports::generation, run, instance, token);
            }
            return files;
        }

        void requireOwner() throws IOException {
            owner.requireOwner();
        }

        void requireStillOwner() throws IOException {
            owner.requireStillOwner();
        }

        void letGo() {
            if (files != null) {
                files.letGo();
            }
            forget();
        }

        void forget() {
            files = null;
            owner = new OwnerCheck(volume, leases, run, token);
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
