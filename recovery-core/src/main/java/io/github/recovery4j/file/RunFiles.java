package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.Checkpoint;
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
    private final ReportName current;
    private final Path currentPath;
    private final Path backupPath;
    private final Path uncommittedPath;
    private final NavigableSet<Long> older = new TreeSet<>();
    private long currentGeneration;
    private long backupGeneration;

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
        this.current = new ReportName(run.id(), base, new ReportName.Current());
        this.currentPath = path(current);
        this.backupPath = path(current.in(new ReportName.Backup()));
        this.uncommittedPath = path(current.in(ReportName.Uncommitted.by(token)));
        for (ReportName name : present) {
            if (name.slot() instanceof ReportName.Uncommitted) {
                volume.disk().delete(path(name));
            } else if (name.slot().readable()) {
                take(name);
            }
        }
        if (currentGeneration > 0 && backupGeneration >= currentGeneration) {
            setAside(current, "its backup is not older than its generation " + currentGeneration);
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

    private void take(ReportName name) throws IOException {
        try {
            long generation = reader.generation(run, name);
            if (name.slot() instanceof ReportName.Current) {
                currentGeneration = generation;
            } else if (name.slot() instanceof ReportName.Backup) {
                backupGeneration = generation;
            } else {
                older.add(generation);
            }
        } catch (NoSuchFileException e) {
            log.debug("{} went while it was being looked at", name.fileName());
        } catch (DamagedException | NotRegularException e) {
            setAside(name, e.getMessage());
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
        volume.writeNew(uncommittedPath, report::writeTo);
        try {
            permission.check();
        } catch (IOException | RuntimeException e) {
            volume.disk().delete(uncommittedPath);
            throw e;
        }
        shift(generations);
        volume.disk().rename(uncommittedPath, currentPath);
        volume.syncDirectory(directory);
        currentGeneration = checkpoint.generation();
        retire(generations);
    }

    private void shift(int generations) throws IOException {
        if (currentGeneration == 0) {
            return;
        }
        if (backupGeneration > 0 && generations > 2) {
            volume.disk().rename(backupPath, path(current.in(new ReportName.Older(backupGeneration))));
            older.add(backupGeneration);
            backupGeneration = 0;
        }
        volume.disk().rename(currentPath, backupPath);
        backupGeneration = currentGeneration;
        currentGeneration = 0;
    }

    /** A file that cannot be deleted stays until the next time; the save is durable already. */
    private void retire(int generations) {
        while (!older.isEmpty() && older.size() > generations - 2) {
            Path oldest = path(current.in(new ReportName.Older(older.first())));
            try {
                volume.disk().delete(oldest);
                older.pollFirst();
            } catch (IOException e) {
                log.warn("{} could not be deleted ({}); it is left for later", oldest, e.getMessage());
                return;
            }
        }
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
