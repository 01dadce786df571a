package io.github.recovery4j.benchmarks.peers;

import io.github.recovery4j.benchmarks.Scratch;
import java.lang.management.ManagementFactory;

/**
 * How much heap each run takes that is owned and has saved, after a garbage collection: keys and leases of the measuring
 * side included.
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
        States states = new States(arguments.number("size", 1 << 10), 1);
        System.out.println("| peer | runs | heap bytes for each |");
        System.out.println("|---|---:|---:|");
        for (Peer peer : arguments.peers(Peer.FILES, Peer.JOURNAL)) {
            try (Scratch scratch = Scratch.create();
                    Store store = peer.open(scratch.path())) {
                store.save(0, states.next());
                long before = inUse();
                for (int run = 1; run <= runs; run++) {
                    store.save(run, states.next());
                }
                System.out.printf("| %s | %d | %d |%n", peer.label(), runs, (inUse() - before) / runs);
            }
        }
        System.exit(0);
    }

    /** Collects twice, as cleaners run between the two. */
    private static long inUse() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
