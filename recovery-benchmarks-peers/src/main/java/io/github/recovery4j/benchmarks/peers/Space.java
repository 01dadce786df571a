package io.github.recovery4j.benchmarks.peers;

import io.github.recovery4j.benchmarks.Scratch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What lies on disk after many overwrites of few keys, for each byte that is still wanted, and how many bytes were sent
 * to the disk for each byte that was saved. The latter are what the kernel counts for a block device that is used for nothing
 * else (Linux only); without one they are left out, as what it counts for a process has nothing to do with what is written
 * where the page cache has large folios.
 *
 * <p>Arguments: {@code saves=10000 keys=100 size=1024 device=loop0 peers=RENAME,…}. One saver.
 */
public final class Space {

    private static final double SECTOR = 512;
    private static final int WRITTEN = 6;

    private Space() {}

    /** Measures and prints a table. */
    public static void main(String[] args) throws Exception {
        Ending.withMain();
        Arguments arguments = new Arguments(args, "saves", "keys", "size", "device", "peers");
        int saves = arguments.number("saves", 10_000);
        int keys = arguments.number("keys", 100);
        int size = arguments.number("size", 1 << 10);
        String device = arguments.text("device");
        System.out.printf("%d saves of %d bytes over %d keys%n%n", saves, size, keys);
        System.out.println("| peer | files | bytes on disk | for each live byte | written for each byte saved |");
        System.out.println("|---|---:|---:|---:|---:|");
        for (Peer peer : arguments.peers(Peer.values())) {
            try (Scratch scratch = Scratch.create()) {
                long before = sectors(device);
                save(peer, scratch.path(), saves, keys, size);
                List<Long> files = lengths(scratch.path());
                long bytes = files.stream().mapToLong(Long::longValue).sum();
                System.out.printf(
                        "| %s | %d | %d | %.1f | %s |%n",
                        peer.label(),
                        files.size(),
                        bytes,
                        bytes / ((double) keys * size),
                        device.isEmpty()
                                ? "-"
                                : "%.1f".formatted((sectors(device) - before) * SECTOR / ((double) saves * size)));
            }
        }
        System.exit(0);
    }

    private static void save(Peer peer, Path directory, int saves, int keys, int size) throws Exception {
        States states = new States(size, size);
        try (Store store = peer.open(directory)) {
            for (int save = 0; save < saves; save++) {
                store.save(save % keys, states.next());
            }
        }
    }

    /** How many were written to a device; a device is named as below {@code /sys/block}. */
    private static long sectors(String device) throws IOException {
        return device.isEmpty()
                ? 0
                : Long.parseLong(Files.readString(Path.of("/sys/block", device, "stat"))
                        .trim()
                        .split(" +", -1)[WRITTEN]);
    }

    private static List<Long> lengths(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.map(Path::toFile).filter(File::isFile).map(File::length).toList();
        }
    }
}
