package io.github.recovery4j.benchmarks.peers;

import io.github.recovery4j.benchmarks.Quantile;
import io.github.recovery4j.benchmarks.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Fills stores, closes them, and then in each round opens every one again, reads all there is, and closes it. What was
 * written lies in the page cache: what is measured is the work of the peer, not the disk.
 */
final class Reading {

    /** How the filled stores ended. */
    enum Stop {
        /** They were closed. */
        CLOSE,
        /** They are what a process leaves that is killed while nothing is being saved: a copy of their open files. */
        KILL;

        static Stop of(String name) {
            return name.isEmpty() ? CLOSE : valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    private final List<Filled> stores = new ArrayList<>();
    private final Path directory;
    private final int keys;
    private final int size;
    private final Stop stop;

    /** A peer's store, and how long it took. */
    private static final class Filled {
        private final Peer peer;
        private double fillMillis;
        private final double[] openMillis;
        private final double[] readMillis;

        Filled(Peer peer, int rounds) {
            this.peer = peer;
            this.openMillis = new double[rounds];
            this.readMillis = new double[rounds];
        }

        double total(int round) {
            return openMillis[round] + readMillis[round];
        }
    }

    private Reading(Path directory, int keys, int size, Stop stop) {
        this.directory = directory;
        this.keys = keys;
        this.size = size;
        this.stop = stop;
    }

    /** Fills one store of each peer, measures and prints. The first peer is what the others are compared with. */
    static void print(List<Peer> peers, int keys, int size, int rounds, Stop stop) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Reading reading = new Reading(scratch.path(), keys, size, stop);
            for (Peer peer : peers) {
                reading.fill(peer, rounds);
            }
            for (int round = 0; round < rounds; round++) {
                reading.read(round);
            }
            System.out.printf(
                    "%n%d states of %d bytes, %d rounds, medians in ms, stopped by %s%n%n", keys, size, rounds, stop);
            reading.print(rounds);
        }
    }

    private void fill(Peer peer, int rounds) throws Exception {
        Filled filled = new Filled(peer, rounds);
        IntFunction<byte[]> states = States.copies(size);
        long start = System.nanoTime();
        try (Store store = peer.open(home(peer))) {
            if (store instanceof BulkStore bulk) {
                bulk.fill(keys, states);
            } else {
                for (int key = 0; key < keys; key++) {
                    store.save(key, states.apply(key));
                }
            }
            filled.fillMillis = millisSince(start);
            if (stop == Stop.KILL) {
                copy(home(peer), remains(peer));
            }
        }
        stores.add(filled);
    }

    private Path home(Peer peer) throws IOException {
        return Files.createDirectories(directory.resolve(peer.name()));
    }

    private Path remains(Peer peer) {
        return directory.resolve(peer.name() + "-killed");
    }

    private static void copy(Path from, Path to) throws Exception {
        run("rm", "-rf", to.toString());
        run("cp", "-a", from.toString(), to.toString());
    }

    private static void run(String... command) throws Exception {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("failed: " + List.of(command));
        }
    }

    private void read(int round) throws Exception {
        for (Filled filled : stores) {
            if (stop == Stop.KILL) {
                copy(remains(filled.peer), home(filled.peer));
            }
            long start = System.nanoTime();
            try (Store store = filled.peer.open(home(filled.peer))) {
                filled.openMillis[round] = millisSince(start);
                start = System.nanoTime();
                long bytes = readAll(store);
                filled.readMillis[round] = millisSince(start);
                if (bytes != (long) keys * size) {
                    throw new IllegalStateException(filled.peer + " has " + bytes + " bytes instead of all");
                }
            }
        }
    }

    private long readAll(Store store) throws Exception {
        if (store instanceof BulkStore bulk) {
            return bulk.scan();
        }
        long bytes = 0;
        for (int key = 0; key < keys; key++) {
            byte[] state = store.load(key);
            bytes += state == null ? 0 : state.length;
        }
        return bytes;
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private void print(int rounds) {
        Filled floor = stores.get(0);
        System.out.printf("| peer | fill | open | read all | open and read, times %s |%n", floor.peer.label());
        System.out.println("|---|---:|---:|---:|---:|");
        for (Filled filled : stores) {
            double[] ratios = IntStream.range(0, rounds)
                    .mapToDouble(round -> filled.total(round) / floor.total(round))
                    .toArray();
            System.out.printf(
                    "| %s | %.0f | %.1f | %.1f | %.2f |%n",
                    filled.peer.label(),
                    filled.fillMillis,
                    Quantile.of(filled.openMillis, 0.5),
                    Quantile.of(filled.readMillis, 0.5),
                    Quantile.of(ratios, 0.5));
        }
    }
}
