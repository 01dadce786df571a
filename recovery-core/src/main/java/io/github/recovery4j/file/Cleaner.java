package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.NotRegularException;
import io.github.recovery4j.lease.LeaseKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what nobody needs any more, when a storage is opened: saves that never committed, results that were kept long
 * enough, runs that saved nothing for too long, and the oldest of what is kept beyond the newest generations. It touches
 * a run only under its lock, so never one that somebody works on, and removes reports only after it has read in them
 * that they are ours. What it cannot do, it reports and leaves.
 */
final class Cleaner {

    private static final Logger log = LoggerFactory.getLogger(Cleaner.class);

    private final Volume volume;
    private final FileLeases leases;
    private final String storageId;
    private final Retention retention;
    private final Instant now;

    Cleaner(Volume volume, FileLeases leases, String storageId, Retention retention, Instant now) {
        this.volume = volume;
        this.leases = leases;
        this.storageId = storageId;
        this.retention = retention;
        this.now = now;
    }

    void clean() {
        try {
            List<Spare> spares = new ArrayList<>();
            for (Path directory : volume.jobDirectories()) {
                cleanJob(directory, spares);
            }
            trim(spares);
        } catch (IOException e) {
            log.warn("{} could not be cleaned ({}); it is used as it is", volume.root(), e.toString());
        }
    }

    private void cleanJob(Path directory, List<Spare> spares) throws IOException {
        List<String> names = volume.disk().list(directory);
        Map<RunId, List<ReportName>> runs = names.stream()
                .map(ReportName::parse)
                .flatMap(Optional::stream)
                .collect(Collectors.groupingBy(ReportName::run));
        for (List<ReportName> files : runs.values()) {
            try {
                cleanRun(directory, files, spares);
            } catch (IOException e) {
                log.warn(
                        "Run {} in {} could not be cleaned ({}); it is left as it is",
                        files.get(0).run(),
                        directory,
                        e.toString());
            }
        }
        for (String name : names) {
            Optional<RunId> run = JournalFiles.run(name);
            if (run.isPresent() && !runs.containsKey(run.get())) {
                cleanJournal(directory, run.get());
            }
        }
    }

    /** What a removal has left that was cut short; only the owner file still tells whose it was. */
    private void cleanJournal(Path directory, RunId run) {
        try {
            Optional<OwnerFile> owner = OwnerFile.read(volume, directory.resolve(run.text() + ".owner"));
            Optional<Disk.Lock> lock =
                    owner.isPresent() ? leases.lock(owner.get().key()) : Optional.empty();
            if (lock.isEmpty()) {
                return; // somebody works on it, or nobody can tell
            }
            try (Disk.Lock held = lock.get()) {
                RunKey key = new RunKey(owner.get().key().job(), run);
                if (RunFiles.present(volume, key).isEmpty()) {
                    RunFiles.remove(volume, key);
                }
            }
        } catch (IOException | UnsupportedFormatException e) {
            log.warn("The journal of the removed run {} in {} is left: {}", run, directory, e.toString());
        }
    }

    private void cleanRun(Path directory, List<ReportName> files, List<Spare> spares) throws IOException {
        Optional<ReportHeader> newest = newest(directory, files);
        boolean leftovers = files.stream().anyMatch(name -> name.slot() instanceof ReportName.Owned);
        if (newest.isPresent() && (stale(directory, newest.get()) || leftovers)) {
            RunKey run = newest.get().run();
            Optional<Disk.Lock> lock = leases.lock(LeaseKey.of(run));
            if (lock.isEmpty()) {
                return; // somebody works on it
            }
            try (Disk.Lock held = lock.get()) {
                Optional<ReportHeader> still = newest(directory, files);
                if (still.isPresent() && stale(directory, still.get())) {
                    remove(still.get());
                    return;
                }
                deleteLeftovers(directory, files);
            }
        }
        collectSpares(directory, files, newest.isPresent(), spares);
    }

    /** A run with a journal has done something outside, or has to undo it: that is not forgotten by the passing of time. */
    private boolean stale(Path directory, ReportHeader newest) throws IOException {
        return newest.finished()
                ? !now.isBefore(newest.keepUntil())
                : tooOld(newest.stamp().savedAt())
                        && !JournalFiles.present(
                                volume,
                                JournalFiles.directory(directory, newest.run().id()));
    }

    /** Compares durations, as recorded times may lie anywhere. */
    private boolean tooOld(Instant time) {
        return Duration.between(time, now).compareTo(retention.maxAge()) > 0;
    }

    private void remove(ReportHeader newest) throws IOException {
        RunFiles.remove(volume, newest.run());
        log.info(
                "Run {} was removed from {}: {}",
                newest.run(),
                volume.root(),
                newest.finished()
                        ? "its result was kept as long as it was asked for"
                        : "it saved nothing since %s, unfinished runs are kept for %s"
                                .formatted(newest.stamp().savedAt(), retention.maxAge()));
    }

    private void deleteLeftovers(Path directory, List<ReportName> files) throws IOException {
        for (ReportName name : files) {
            if (name.slot() instanceof ReportName.Owned) {
                volume.disk().delete(directory.resolve(name.fileName()));
            }
        }
    }

    private Optional<ReportHeader> newest(Path directory, List<ReportName> files) throws IOException {
        List<ReportName> newestFirst = files.stream()
                .filter(name -> name.slot().readable())
                .sorted(ReportName.NEWEST_FIRST)
                .toList();
        for (ReportName name : newestFirst) {
            Path path = directory.resolve(name.fileName());
            try (Disk.OpenFile file = volume.disk().open(path)) {
                ReportHeader header = new ReportReader(file, path.toString()).verify();
                if (belongs(header, directory, name)) {
                    return Optional.of(header);
                }
                log.debug("{} is passed over: it is {}'s", path, header.run());
            } catch (DamagedException | NotRegularException | NoSuchFileException e) {
                log.debug("{} is passed over: {}", path, e.toString());
            } catch (UnsupportedFormatException e) {
                return Optional.empty(); // not ours to judge
            }
        }
        return Optional.empty();
    }

    /** A copy of a report under another name says nothing about either run. */
    private boolean belongs(ReportHeader header, Path directory, ReportName name) {
        return header.storageId().equals(storageId)
                && header.run().id().equals(name.run())
                && volume.directory(header.run().job()).equals(directory);
    }

    private void collectSpares(Path directory, List<ReportName> files, boolean intact, List<Spare> spares)
            throws IOException {
        for (ReportName name : files) {
            boolean evidence = name.slot() instanceof ReportName.Broken;
            boolean older = intact && name.slot() instanceof ReportName.Older;
            Path path = directory.resolve(name.fileName());
            if (evidence || older) {
                try (Disk.OpenFile file = volume.disk().open(path)) {
                    spares.add(new Spare(path, file.size(), Instant.ofEpochMilli(file.modifiedMillis()), evidence));
                } catch (NotRegularException | NoSuchFileException e) {
                    log.debug("{} is left as it is: {}", path, e.toString());
                }
            }
        }
    }

    private void trim(List<Spare> spares) throws IOException {
        long kept = 0;
        spares.sort(Comparator.comparing(Spare::modifiedAt).reversed());
        for (Spare spare : spares) {
            kept += spare.bytes();
            if ((spare.evidence() && tooOld(spare.modifiedAt())) || kept > retention.maxBytes()) {
                volume.disk().delete(spare.path());
                log.info("{} was removed: it is beyond what the retention keeps", spare.path());
            }
        }
    }

    /** A file that no recovery needs: an older generation, or evidence. */
    private record Spare(Path path, long bytes, Instant modifiedAt, boolean evidence) {}
}
