package io.github.recovery4j.benchmarks.peers;

import io.github.recovery4j.benchmarks.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Counts the system calls that a save makes, by {@code strace}, which has to be installed. Every peer runs twice in a process
 * of its own, which strace follows with all its children, with different numbers of saves: the difference leaves out what
 * opening and closing take.
 *
 * <p>Arguments: {@code saves=200 savers=1 size=1024 peers=FLOOR,…}.
 */
public final class Syncs {

    private static final List<String> CALLS = List.of("fsync", "fdatasync", "msync", "sync_file_range", "io_submit");
    private static final List<String> WRITES = List.of("write", "pwrite64", "writev", "pwritev");
    private static final int MORE = 5;

    private Syncs() {}

    /** Measures and prints a table; as a child process, saves. */
    public static void main(String[] args) throws Exception {
        Ending.withMain();
        Arguments arguments = new Arguments(args, "saves", "savers", "size", "peers", "child");
        if (arguments.number("child", 0) == 1) {
            save(arguments);
        } else {
            print(arguments);
        }
        System.exit(0);
    }

    private static void save(Arguments arguments) throws Exception {
        Peer peer = arguments.peers(Peer.FLOOR).get(0);
        try (Scratch scratch = Scratch.create();
                Slice slice = new Slice(arguments.number("savers", 1), arguments.number("size", 1 << 10));
                Store store = peer.open(scratch.path())) {
            slice.save(store, arguments.number("saves", 0));
        }
    }

    private static void print(Arguments arguments) throws IOException, InterruptedException {
        int saves = arguments.number("saves", 200);
        int savers = arguments.number("savers", 1);
        int size = arguments.number("size", 1 << 10);
        System.out.printf("Calls for each save of %d bytes, %d savers%n%n", size, savers);
        System.out.println("| peer | " + String.join(" | ", CALLS) + " | writes of all kinds |");
        System.out.println("|---" + "|---:".repeat(CALLS.size() + 1) + "|");
        for (Peer peer : arguments.peers(Peer.values())) {
            Map<String, Long> few = count(peer, saves, savers, size);
            Map<String, Long> many = count(peer, MORE * saves, savers, size);
            System.out.println("| " + peer.label() + " | "
                    + CALLS.stream()
                            .map(call -> each(few, many, List.of(call), saves))
                            .collect(Collectors.joining(" | "))
                    + " | " + each(few, many, WRITES, saves) + " |");
        }
    }

    private static String each(Map<String, Long> few, Map<String, Long> many, List<String> calls, int saves) {
        long difference = calls.stream()
                .mapToLong(call -> many.getOrDefault(call, 0L) - few.getOrDefault(call, 0L))
                .sum();
        return "%.2f".formatted((double) difference / ((MORE - 1) * saves));
    }

    private static Map<String, Long> count(Peer peer, int saves, int savers, int size)
            throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create()) {
            Path counts = scratch.path().resolve("counts");
            List<String> traced = new ArrayList<>(CALLS);
            traced.addAll(WRITES);
            int exit = new ProcessBuilder(
                            "strace",
                            "-f",
                            "-qq",
                            "-c",
                            "-o",
                            counts.toString(),
                            "-e",
                            "trace=" + String.join(",", traced),
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Dbench.dir=" + scratch.path(),
                            "-classpath",
                            System.getProperty("java.class.path"),
                            Syncs.class.getName(),
                            "child=1",
                            "peers=" + peer.name(),
                            "saves=" + saves,
                            "savers=" + savers,
                            "size=" + size)
                    .inheritIO()
                    .start()
                    .waitFor();
            return exit == 0 ? parse(counts) : Map.of();
        }
    }

    /** Lines are: percent, seconds, microseconds for each call, calls, perhaps errors, name. */
    private static Map<String, Long> parse(Path counts) throws IOException {
        Map<String, Long> calls = new TreeMap<>();
        for (String line : Files.readAllLines(counts)) {
            List<String> fields = List.of(line.strip().split(" +", -1));
            String name = fields.get(fields.size() - 1);
            if (CALLS.contains(name) || WRITES.contains(name)) {
                calls.merge(name, Long.parseLong(fields.get(3)), Long::sum);
            }
        }
        return calls;
    }
}
