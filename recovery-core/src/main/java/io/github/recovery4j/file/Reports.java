package io.github.recovery4j.file;

import static java.util.stream.Collectors.groupingBy;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.NotRegularException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the reports of a storage without any lock, while their owners may rename them. What is read is whole, and not
 * older than what was there when the reading began; a report counts only under the name it was written for.
 *
 * <p>A file that is read may be retired meanwhile, and then be written over:
 *
 * <ol>
 *   <li>What was read whole counts only if its first line, which has its checksum, is found under the name once more.
 *       A file gets a name only when it is durable: so whatever is found there when it is opened again was committed.
 *   <li>A mixture of two generations has a wrong checksum. What looks damaged is looked at again, and is damaged if it
 *       looks the same twice: a mixture would need two saves within each of the readings, and those write other
 *       generations.
 * </ol>
 */
final class Reports {

    private static final Logger log = LoggerFactory.getLogger(Reports.class);
    private static final int TRIES = 100;
    private static final int LISTINGS = 3;

    private final Volume volume;
    private final String storageId;
    private final long largest;

    Reports(Volume volume, String storageId, long largest) {
        this.volume = volume;
        this.storageId = storageId;
        this.largest = largest;
    }

    /**
     * Directory names are encoded, and may be cut; the reports in them know the true name. Looks again when a report
     * was renamed before it could be read, and a few times when one is damaged, as it may have been written over.
     */
    Optional<String> jobIn(Path directory) throws IOException {
        for (int attempt = 1; ; attempt++) {
            boolean renamed = false;
            boolean damaged = false;
            for (ReportName name : readable(volume.disk().list(directory))) {
                Path file = directory.resolve(name.fileName());
                try {
                    return Optional.of(jobOf(file, name));
                } catch (NoSuchFileException e) {
                    renamed = true;
                } catch (DamagedException | NotRegularException | UnsupportedFormatException e) {
                    damaged = true;
                    log.debug("{} does not tell its job, the next report may: {}", file, e.toString());
                }
            }
            if (attempt == TRIES || !(renamed || (damaged && attempt < LISTINGS))) {
                return Optional.empty();
            }
        }
    }

    private static List<ReportName> readable(List<String> names) {
        return names.stream()
                .map(ReportName::parse)
                .flatMap(Optional::stream)
                .filter(name -> name.slot().readable())
                .toList();
    }

    /** A report that was brought here from another directory, or run, does not tell. */
    private String jobOf(Path file, ReportName name) throws IOException {
        try (Disk.OpenFile open = volume.disk().open(file)) {
            ReportReader report = new ReportReader(open, file.toString());
            RunKey run = report.header().run();
            if (!run.id().equals(name.run()) || !volume.directory(run.job()).equals(file.getParent())) {
                throw new DamagedException("it belongs to run " + run);
            }
            return report.verify(storageId, run).run().job();
        }
    }

    /**
     * A listing may miss the only report of a run, as it becomes the backup of a second one; the run's owner file tells
     * that there is somebody, and the listing is made again. What a removed run left behind tells the same, so that ends.
     */
    List<RunKey> runs(String job) throws IOException {
        Set<RunKey> runs = new LinkedHashSet<>();
        boolean missed = true;
        for (int listing = 0; missed && listing < LISTINGS; listing++) {
            List<String> names = volume.disk().list(volume.directory(job));
            readable(names).forEach(name -> runs.add(new RunKey(job, name.run())));
            missed = names.stream()
                    .flatMap(name -> OwnerFile.run(job, name).stream())
                    .anyMatch(run -> !runs.contains(run));
        }
        return List.copyOf(runs);
    }

    /** Looks again when the owner's saves passed under the reading: one of the two newest slots is always taken. */
    Loaded load(RunKey run, long below) throws IOException {
        List<Damage> before = List.of();
        for (int attempt = 1; ; attempt++) {
            List<ReportName> present = unbroken(RunFiles.present(volume, run));
            Look look = look(run, slots(present), below);
            if (look.settled(before) || present.isEmpty() || attempt == TRIES) {
                return look.loaded;
            }
            before = look.loaded.damages();
        }
    }

    /** As {@link #load} for each run, but the directory is only listed again for runs whose files move meanwhile. */
    void loadAll(String job, BiConsumer<RunKey, Loaded> reader) throws IOException {
        Map<RunId, List<ReportName>> listed =
                RunFiles.named(volume, job).sorted(ReportName.NEWEST_FIRST).collect(groupingBy(ReportName::run));
        for (RunKey run : runs(job)) {
            List<ReportName> present = unbroken(listed.getOrDefault(run.id(), List.of()));
            Look look = look(run, slots(present), Long.MAX_VALUE);
            reader.accept(run, look.settled(List.of()) ? look.loaded : load(run, Long.MAX_VALUE));
        }
    }

    private static List<ReportName> unbroken(List<ReportName> names) {
        return names.stream()
                .filter(name -> !(name.slot() instanceof ReportName.Broken))
                .toList();
    }

    /** What was found, and whether the current generation or its backup was there at all. */
    private record Look(Loaded loaded, boolean sawNewest) {

        /** Whether nothing moved while it was made; damage is only believed when it was there before. */
        boolean settled(List<Damage> before) {
            List<Damage> damages = loaded.damages();
            return sawNewest && (damages.isEmpty() || damages.equals(before));
        }
    }

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
            Path path = path(run, name);
            try {
                Optional<Checkpoint> checkpoint = read(run, name, below);
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
    private Optional<Checkpoint> read(RunKey run, ReportName name, long below) throws IOException {
        try (Disk.OpenFile file = open(run, name)) {
            ReportReader report = reader(file, run, name);
            Optional<Checkpoint> checkpoint = Optional.empty();
            if (report.header().generation() < below) {
                checkpoint = Optional.of(report.checkpoint(storageId, run, largest));
            } else {
                report.verify(storageId, run);
            }
            requireStillThere(report, run, name);
            requireNewerThanBackup(run, name, report.header().generation());
            return checkpoint;
        }
    }

    /** What was read whole may be a save that is not committed: if its file was retired and written over meanwhile. */
    private void requireStillThere(ReportReader report, RunKey run, ReportName name) throws IOException {
        try (Disk.OpenFile again = open(run, name)) {
            if (!report.isIn(again)) {
                throw new NoSuchFileException(path(run, name).toString(), null, "another report by now");
            }
        }
    }

    /** Checks a report and tells its generation. */
    long generation(RunKey run, ReportName name) throws IOException {
        try (Disk.OpenFile file = open(run, name)) {
            return reader(file, run, name).verify(storageId, run).generation();
        }
    }

    private Disk.OpenFile open(RunKey run, ReportName name) throws IOException {
        return volume.disk().open(path(run, name));
    }

    private Path path(RunKey run, ReportName name) {
        return volume.directory(run.job()).resolve(name.fileName());
    }

    private ReportReader reader(Disk.OpenFile file, RunKey run, ReportName name) throws IOException {
        ReportReader report = new ReportReader(file, path(run, name).toString());
        long generation = report.header().generation();
        if (name.slot() instanceof ReportName.Older older && older.generation() != generation) {
            throw new DamagedException("it has generation " + generation);
        }
        return report;
    }

    /** A current that is not newer than its backup is an old file that was put there, unless the owner just saved. */
    private void requireNewerThanBackup(RunKey run, ReportName name, long generation) throws IOException {
        if (name.slot() instanceof ReportName.Current
                && generationIn(run, name.in(new ReportName.Backup())) >= generation
                && generationIn(run, name) == generation) {
            throw new DamagedException("its backup is not older than its generation " + generation);
        }
    }

    private long generationIn(RunKey run, ReportName name) throws IOException {
        try {
            return generation(run, name);
        } catch (NoSuchFileException | DamagedException | NotRegularException | UnsupportedFormatException e) {
            return 0; // it has no say
        }
    }
}
