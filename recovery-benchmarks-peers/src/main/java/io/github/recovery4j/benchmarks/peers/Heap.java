package io.github.recovery4j.benchmarks.peers;

import io.github.recovery4j.benchmarks.Scratch;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * How much heap each run takes after a garbage collection: while it is owned and has saved, with the key and the lease that
 * the measuring side keeps; and after the store was opened again, while nobody works on it.
 *
 * <p>Arguments: {@code runs=10000 size=1024 peers=FILES,JOURNAL}.
 */
public final class Heap {

    private Heap() {}

    /** Measures and prints a table. */
    public static void main(String[] args) throws Exception {
        Ending.withMain();
        Arguments arguments = new Arguments(args, "runs", "size", "peers");
        int runs = arguments.number("runs", 10_000);
        int size = arguments.number("size", 1 << 10);
        System.out.println("| peer | runs | heap bytes for each that is owned | that is only there |");
        System.out.println("|---|---:|---:|---:|");
        for (Peer peer : arguments.peers(Peer.FILES, Peer.JOURNAL)) {
            try (Scratch scratch = Scratch.create()) {
                long owned = owned(peer, scratch.path(), runs, size);
                long there = there(peer, scratch.path());
                System.out.printf(
                        "| %s | %d | %.0f | %.0f |%n",
                        peer.label(), runs, owned / (double) runs, there / (double) runs);
            }
        }
        System.exit(0);
    }

    private static long owned(Peer peer, Path directory, int runs, int size) throws Exception {
        States states = new States(size, 1);
        try (Store store = peer.open(directory)) {
            store.save(0, states.next());
            long before = inUse();
            if (store instanceof BulkStore bulk) {
                bulk.fill(runs, key -> states.next().clone());
            } else {
                for (int run = 1; run <= runs; run++) {
                    store.save(run, states.next());
                }
            }
            return inUse() - before;
        }
    }

    private static long there(Peer peer, Path directory) throws Exception {
        long before = inUse();
        try (Store store = peer.open(directory)) {
            long open = inUse() - before;
            return store.load(0) == null ? 0 : open;
        }
    }

    /** Collects twice, as cleaners run between the two. */
    private static long inUse() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
