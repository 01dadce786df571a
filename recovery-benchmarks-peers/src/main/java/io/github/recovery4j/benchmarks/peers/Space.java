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
 * to the disk for each byte that was saved. The latter are what the kernel counts for this process ({@code write_bytes} in
 * {@code /proc}, Linux only) and for a server that was started with the peer's directory in its command line.
 *
 * <p>Arguments: {@code saves=10000 keys=100 size=1024 peers=RENAME,…}. One saver.
 */
public final class Space {

    private Space() {}

    /** Measures and prints a table. */
    public static void main(String[] args) throws Exception {
        Ending.withMain();
        Arguments arguments = new Arguments(args, "saves", "keys", "size", "peers");
        int saves = arguments.number("saves", 10_000);
        int keys = arguments.number("keys", 100);
        int size = arguments.number("size", 1 << 10);
        System.out.printf("%d saves of %d bytes over %d keys%n%n", saves, size, keys);
        System.out.println("| peer | files | bytes on disk | for each live byte | written for each byte saved |");
        System.out.println("|---|---:|---:|---:|---:|");
        for (Peer peer : arguments.peers(Peer.values())) {
            try (Scratch scratch = Scratch.create()) {
                double written = save(peer, scratch.path(), saves, keys, size) / ((double) saves * size);
                List<Long> files = lengths(scratch.path());
                long bytes = files.stream().mapToLong(Long::longValue).sum();
                System.out.printf(
                        "| %s | %d | %d | %.1f | %.1f |%n",
                        peer.label(), files.size(), bytes, bytes / ((double) keys * size), written);
            }
        }
        System.exit(0);
    }

    /** {@return the bytes sent to the disk} */
    private static long save(Peer peer, Path directory, int saves, int keys, int size) throws Exception {
        States states = new States(size, size);
        try (Store store = peer.open(directory)) {
            for (int key = 0; key < keys; key++) {
                store.save(key, states.next());
            }
            long before = written(directory);
            for (int save = 0; save < saves; save++) {
                store.save(save % keys, states.next());
            }
            return written(directory) - before;
        }
    }

    private static long written(Path directory) {
        Stream<ProcessHandle> servers = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(directory.toString()));
        return Stream.concat(Stream.of(ProcessHandle.current()), servers.flatMap(Space::withChildren))
                .mapToLong(process -> written(process.pid()))
                .sum();
    }

    private static Stream<ProcessHandle> withChildren(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private static long written(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/io")).stream()
                    .filter(line -> line.startsWith("write_bytes: "))
                    .mapToLong(line -> Long.parseLong(line.substring("write_bytes: ".length())))
                    .sum();
        } catch (IOException e) {
            return 0; // it has ended, or is somebody else's
        }
    }

    private static List<Long> lengths(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.map(Path::toFile).filter(File::isFile).map(File::length).toList();
        }
    }
}
