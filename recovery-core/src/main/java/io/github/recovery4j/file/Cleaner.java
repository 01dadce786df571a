package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.lease.LeaseKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
        Map<RunId, List<ReportName>> runs = volume.disk().list(directory).stream()
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
    }

    private void cleanRun(Path directory, List<ReportName> files, List<Spare> spares) throws IOException {
        Optional<Checkpoint> newest = newest(directory, files);
        boolean leftovers = files.stream().anyMatch(name -> name.slot() instanceof ReportName.Uncommitted);
        if (newest.isPresent() && (stale(newest.get()) || leftovers)) {
            RunKey run = newest.get().run();
            Optional<Disk.Lock> lock = leases.lock(LeaseKey.of(run));
            if (lock.isEmpty()) {
                return; // somebody works on it
            }
            try (Disk.Lock held = lock.get()) {
                Optional<Checkpoint> still = newest(directory, files).filter(this::stale);
                if (still.isPresent()) {
                    remove(still.get());
                    return;
                }
                deleteLeftovers(directory, files);
            }
        }
        collectSpares(directory, files, newest.isPresent(), spares);
    }

    private boolean stale(Checkpoint newest) {
        return newest.content() instanceof Content.Result result
                ? !now.isBefore(result.keepUntil())
                : newest.stamp().savedAt().plus(retention.maxAge()).isBefore(now);
    }

    private void remove(Checkpoint checkpoint) throws IOException {
        RunFiles.remove(volume, checkpoint.run());
        log.info(
                "Run {} was removed from {}: {}",
                checkpoint.run(),
                volume.root(),
                checkpoint.unfinished()
                        ? "it saved nothing since %s, unfinished runs are kept for %s"
                                .formatted(checkpoint.stamp().savedAt(), retention.maxAge())
                        : "its result was kept as long as it was asked for");
    }

    private void deleteLeftovers(Path directory, List<ReportName> files) throws IOException {
        for (ReportName name : files) {
            if (name.slot() instanceof ReportName.Uncommitted) {
                volume.disk().delete(directory.resolve(name.fileName()));
            }
        }
    }

    private Optional<Checkpoint> newest(Path directory, List<ReportName> files) throws IOException {
        List<ReportName> newestFirst = files.stream()
                .filter(name -> name.slot().readable())
                .sorted(ReportName.NEWEST_FIRST)
                .toList();
        for (ReportName name : newestFirst) {
            Path path = directory.resolve(name.fileName());
            try (Disk.OpenFile file = volume.disk().open(path)) {
                return Optional.of(Report.read(file, path.toString(), storageId));
            } catch (DamagedException | NotRegularException | NoSuchFileException e) {
                log.debug("{} is passed over: {}", path, e.toString());
            } catch (UnsupportedFormatException e) {
                return Optional.empty(); // not ours to judge
            }
        }
        return Optional.empty();
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
            boolean tooOld = spare.evidence()
                    && spare.modifiedAt().plus(retention.maxAge()).isBefore(now);
            if (tooOld || kept > retention.maxBytes()) {
                volume.disk().delete(spare.path());
                log.info("{} was removed: it is beyond what the retention keeps", spare.path());
            }
        }
    }

    /** A file that no recovery needs: an older generation, or evidence. */
    private record Spare(Path path, long bytes, Instant modifiedAt, boolean evidence) {}
}
