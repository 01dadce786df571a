package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.RecoveryBuilder;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a trial takes place: what survives the crashes in it.
 *
 * <pre>
 * storage/     what recovery keeps
 * world/       the files of the job
 * effects      the name of each effect that was begun, a line each
 * </pre>
 *
 * @param root the directory of all that
 * @param disk what the storage lies on; the files of the job are real ones
 */
record Place(Path root, Disk disk) {

    /** A new place whose storage lies in memory: processes of their own do not see it, and keep theirs on the real disk. */
    static Place create(Path root) {
        try {
            Place place = new Place(Files.createDirectories(root), new SimulatedDisk());
            Files.createDirectory(place.world());
            return place;
        } catch (IOException e) {
            throw new UncheckedIOException("A place for a trial cannot be made", e);
        }
    }

    Path world() {
        return root.resolve("world");
    }

    private Path effectsFile() {
        return root.resolve("effects");
    }

    /** Opens recovery for one life of a process. */
    Recovery open(JobUnderTest job, Life life) {
        RecoveryBuilder builder = Recovery.builder();
        job.configure(builder);
        return builder.storage(() -> new MortalStorage(storage(), life))
                .shutdownOn(ShutdownTrigger.none())
                .open();
    }

    private Storage storage() {
        return FileStorage.builder(root.resolve("storage")).disk(disk).open();
    }

    /** Through a stream, as an interrupt of the thread must not hide an effect. */
    void count(String effect) throws IOException {
        try (OutputStream out = new FileOutputStream(effectsFile().toFile(), true)) {
            out.write((effect + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** How often each effect was begun. */
    Map<String, Integer> effects() {
        if (Files.notExists(effectsFile())) {
            return Map.of();
        }
        try (Stream<String> lines = Files.lines(effectsFile())) {
            return lines.collect(Collectors.toMap(name -> name, name -> 1, Integer::sum, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException("The effects of a trial cannot be read", e);
        }
    }

    static void delete(Path directory) {
        try {
            for (Path path : deepestFirst(directory)) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("What trials left cannot be deleted", e);
        }
    }

    private static List<Path> deepestFirst(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
