package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.NotRegularException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity of a storage, {@code storage.json}: every file carries it, so that a file from another storage is not
 * taken for one of ours. If it is lost, the reports that are there tell it.
 *
 * <pre>
 * {"recovery4j":1,"storage":"01JD6K3V9Q7M0Z8XW2T5R4C1BN","createdAt":"2026-11-21T09:00:00Z","checksum":"…"}
 * </pre>
 */
final class StorageMarker {

    private static final Logger log = LoggerFactory.getLogger(StorageMarker.class);
    static final String NAME = "storage.json";
    private static final long LARGEST = 1 << 16;

    private StorageMarker() {}

    static Path path(Path root) {
        return root.resolve(NAME);
    }

    /** The id of the storage in a directory; a new one is recorded if there is none. Called under the storage's lock. */
    static String idOf(Volume volume, InstantSource clock) throws IOException {
        Path path = path(volume.root());
        try (Disk.OpenFile file = volume.disk().open(path)) {
            return SmallFile.fields(file, path, LARGEST).text("storage");
        } catch (NoSuchFileException e) {
            return record(volume, path, idInReports(volume), clock);
        } catch (DamagedException e) {
            log.warn("{} is damaged ({}); the storage's id is taken from its reports", path, e.getMessage());
            return record(volume, path, idInReports(volume), clock);
        }
    }

    private static String record(Volume volume, Path path, Optional<String> known, InstantSource clock)
            throws IOException {
        String id = known.orElseGet(() -> RunId.create(clock.instant()).text());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("storage", id);
        fields.put("createdAt", clock.instant());
        volume.replace(path, SealedLine.seal(fields));
        return id;
    }

    private static Optional<String> idInReports(Volume volume) throws IOException {
        for (Path directory : volume.jobDirectories()) {
            for (String name : volume.disk().list(directory)) {
                Optional<String> id = ReportName.parse(name).isPresent()
                        ? idInReport(volume, directory.resolve(name))
                        : Optional.empty();
                if (id.isPresent()) {
                    return id;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> idInReport(Volume volume, Path report) throws IOException {
        try (Disk.OpenFile file = volume.disk().open(report)) {
            return Optional.of(
                    new ReportReader(file, report.toString()).verify().storageId());
        } catch (DamagedException | NotRegularException e) {
            return Optional.empty(); // another report may tell
        }
    }
}
