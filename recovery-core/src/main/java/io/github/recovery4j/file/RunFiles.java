package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.disk.NotRegularException;
import io.github.recovery4j.lease.LeaseKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one run in the hands of its owner. One thread at a time; nobody else changes these files, so what is in
 * which slot is looked up once and remembered.
 */
final class RunFiles {

    private static final Logger log = LoggerFactory.getLogger(RunFiles.class);

    private final Volume volume;
    private final Reader reader;
    private final RunKey run;
    private final Path directory;
    private final long token;
    private final ReportName name;
    private final Path currentPath;
    private final Path backupPath;
    private final Path uncommittedPath;
    private final NavigableSet<Long> older = new TreeSet<>();
    private long currentGeneration;
    private long backupGeneration;

    /** Has durably lost its name in a slot; the next save writes over it. */
    private @Nullable Path retired;

    /** Looks at what is there, sets damaged files aside and deletes saves that never committed. */
    RunFiles(Volume volume, Reader reader, RunKey run, String instance, long token) throws IOException {
        this.volume = volume;
        this.reader = reader;
        this.run = run;
        this.directory = volume.directory(run.job());
        List<ReportName> present = present(volume, run);
        String base = present.isEmpty()
                ? ReportName.base(run.id(), instance)
                : present.get(0).base();
        this.token = token;
        this.name = new ReportName(run.id(), base, new ReportName.Current());
        this.currentPath = path(name);
        this.backupPath = path(name.in(new ReportName.Backup()));
        this.uncommittedPath = path(name.in(ReportName.Owned.uncommitted(token)));
        for (ReportName found : present) {
            if (found.slot() instanceof ReportName.Owned) {
                volume.disk().delete(path(found));
            } else if (found.slot().readable()) {
                take(found);
            }
        }
        if (currentGeneration > 0 && backupGeneration >= currentGeneration) {
            setAside(name, "its backup is not older than its generation " + currentGeneration);
            currentGeneration = 0;
        }
    }

    /** The files of a run, newest generation first. */
    static List<ReportName> present(Volume volume, RunKey run) throws IOException {
        return named(volume, run.job())
                .filter(name -> name.run().equals(run.id()))
                .sorted(ReportName.NEWEST_FIRST)
                .toList();
    }

    /** All report files of a job. */
    static Stream<ReportName> named(Volume volume, String job) throws IOException {
        return volume.disk().list(volume.directory(job)).stream()
                .map(ReportName::parse)
                .flatMap(Optional::stream);
    }

    private void take(ReportName found) throws IOException {
        try {
            long generation = reader.generation(run, found);
            if (found.slot() instanceof ReportName.Current) {
                currentGeneration = generation;
            } else if (found.slot() instanceof ReportName.Backup) {
                backupGeneration = generation;
            } else {
                older.add(generation);
            }
        } catch (NoSuchFileException e) {
            log.debug("{} went while it was being looked at", found.fileName());
        } catch (DamagedException | NotRegularException e) {
            setAside(found, e.getMessage());
        }
    }

    private void setAside(ReportName name, @Nullable String reason) throws IOException {
        Path evidence = setAside(volume, directory, name);
        log.warn("{} is damaged ({}); it was moved to {}", path(name), reason, evidence);
    }

    /** Moves a file out of the way, under a name that is never read. */
    static Path setAside(Volume volume, Path directory, ReportName name) throws IOException {
        List<String> taken = volume.disk().list(directory);
        for (int number = 1; ; number++) {
            String evidence = name.fileName() + ".broken-" + number;
            if (!taken.contains(evidence)) {
                volume.disk().rename(directory.resolve(name.fileName()), directory.resolve(evidence));
                volume.syncDirectory(directory);
                return directory.resolve(evidence);
            }
        }
    }

    long newest() {
        return Math.max(currentGeneration, Math.max(backupGeneration, older.isEmpty() ? 0 : older.last()));
    }

    /** The protocol of {@link FileStorage}; its crash moments are the lines of this method. */
    void save(Checkpoint checkpoint, Report report, int generations, Permission permission) throws IOException {
        Path written = write(report);
        try {
            permission.check();
        } catch (IOException | RuntimeException e) {
            volume.disk().delete(written);
            throw e;
        }
        Path old = shift(generations);
        volume.disk().rename(written, currentPath);
        volume.syncDirectory(directory);
        currentGeneration = checkpoint.generation();
        deleteBeyond(generations);
        if (old != null && checkpoint.content() instanceof Content.Result) {
            deleteUnneeded(old); // nothing is saved after a result
        } else {
            retired = old;
        }
    }

    /** Over a file that has no other use, if there is one that suits: then its sync changes no metadata. */
    private Path write(Report report) throws IOException {
        Path old = retired;
        retired = null; // whatever happens, it is not written over again
        if (old != null && volume.writeOver(old, report)) {
            return old;
        }
        if (old != null) {
            deleteUnneeded(old);
        }
        volume.writeNew(uncommittedPath, report.filling(report.roomySize())::writeTo);
        return uncommittedPath;
    }

    /** Moves what there is to the next slots, so that the first is free; returns the file that has none any more. */
    private @Nullable Path shift(int generations) throws IOException {
        if (currentGeneration == 0) {
            return null;
        }
        Path oldest = generations > 2 ? retireOldest(generations) : null;
        Path moved = generations > 2 ? moveBackup() : retireBackup();
        try {
            volume.disk().rename(currentPath, backupPath);
        } catch (NoSuchFileException e) {
            bringBack(moved, e);
            throw e;
        }
        backupGeneration = currentGeneration;
        currentGeneration = 0;
        return generations > 2 ? oldest : moved;
    }

    private @Nullable Path retireOldest(int generations) throws IOException {
        boolean full = backupGeneration > 0 && older.size() >= generations - 2;
        return full ? retire(olderPath(older.first()), older.pollFirst()) : null;
    }

    private @Nullable Path moveBackup() throws IOException {
        if (backupGeneration == 0) {
            return null;
        }
        Path next = olderPath(backupGeneration);
        volume.disk().rename(backupPath, next);
        older.add(backupGeneration);
        return next;
    }

    private @Nullable Path retireBackup() throws IOException {
        return backupGeneration == 0 ? null : retire(backupPath, backupGeneration);
    }

    private @Nullable Path retire(Path path, long generation) throws IOException {
        Path old = path(name.in(ReportName.Owned.retired(token, generation)));
        try {
            volume.disk().rename(path, old);
            return old;
        } catch (NoSuchFileException e) {
            log.debug("{} is gone already", path);
            return null;
        }
    }

    /**
     * There is no current generation, as a former owner has moved it: so it was the newest that had become the backup, and
     * the backup's name is free. After any other failure that would not be certain.
     */
    private void bringBack(@Nullable Path moved, NoSuchFileException failure) {
        if (moved == null) {
            return;
        }
        try {
            volume.disk().rename(moved, backupPath);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Nothing more is saved by this owner. */
    void letGo() {
        if (retired != null) {
            deleteUnneeded(retired);
        }
        retired = null;
    }

    private void deleteBeyond(int generations) {
        while (older.size() > generations - 2 && deleteUnneeded(olderPath(older.first()))) {
            older.pollFirst();
        }
    }

    /** What cannot be deleted stays until the next time; no save fails because of it. */
    private boolean deleteUnneeded(Path path) {
        try {
            volume.disk().delete(path);
            return true;
        } catch (IOException e) {
            log.warn("{} could not be deleted ({}); it is left for later", path, e.getMessage());
            return false;
        }
    }

    private Path olderPath(long generation) {
        return path(name.in(new ReportName.Older(generation)));
    }

    /**
     * Deletes the run: everything but the newest generation durably first, so that a crash never leaves an older one as
     * the newest. Its journal goes last, when nobody can resume it any more; without its owner file nobody could tell
     * later whose it was.
     */
    static void remove(Volume volume, RunKey run) throws IOException {
        Path directory = volume.directory(run.job());
        List<ReportName> present = present(volume, run).stream()
                .filter(name -> !(name.slot() instanceof ReportName.Broken))
                .toList();
        for (ReportName name : present.subList(Math.min(1, present.size()), present.size())) {
            volume.disk().delete(directory.resolve(name.fileName()));
        }
        volume.syncDirectory(directory);
        for (ReportName newest : present.subList(0, Math.min(1, present.size()))) {
            volume.disk().delete(directory.resolve(newest.fileName()));
        }
        volume.disk().delete(AttemptsFile.path(volume, run));
        volume.syncDirectory(directory);
        JournalFiles.delete(volume, JournalFiles.directory(volume, run));
        volume.disk().delete(volume.owner(LeaseKey.of(run)));
    }

    private Path path(ReportName name) {
        return directory.resolve(name.fileName());
    }

    /** Checks one report and tells its generation. */
    @FunctionalInterface
    interface Reader {
        long generation(RunKey run, ReportName name) throws IOException;
    }

    /** Throws if the run may not be written to any more. */
    @FunctionalInterface
    interface Permission {
        void check() throws IOException;
    }
}
