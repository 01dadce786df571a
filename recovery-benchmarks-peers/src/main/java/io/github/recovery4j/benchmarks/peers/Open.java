package io.github.recovery4j.benchmarks.peers;

/**
 * How long it takes until a store with many runs is open, and until all of them were read.
 *
 * <p>Arguments: {@code runs=10000 size=1024 rounds=3 peers=FLOOR,…}; more than one number of runs may be given. Peers that
 * cannot be filled in bulk save each run durably, one after another. With {@code stop=kill} each round opens what a killed
 * process would have left, instead of what was closed.
 */
public final class Open {

    private Open() {}

    /** Measures and prints a table for each number of runs. */
    public static void main(String[] args) throws Exception {
        Ending.withMain();
        Arguments arguments = new Arguments(args, "runs", "size", "rounds", "peers", "stop");
        for (int runs : arguments.numbers("runs", 10_000)) {
            Reading.print(
                    arguments.peers(
                            Peer.FLOOR,
                            Peer.RENAME,
                            Peer.FILES,
                            Peer.JOURNAL,
                            Peer.ROCKSDB,
                            Peer.SQLITE,
                            Peer.MVSTORE,
                            Peer.LMDB,
                            Peer.XODUS,
                            Peer.ARTEMIS,
                            Peer.KAFKA,
                            Peer.POSTGRES),
                    runs,
                    arguments.number("size", 1 << 10),
                    arguments.number("rounds", 3),
                    Reading.Stop.of(arguments.text("stop")));
        }
        System.exit(0);
    }
}
