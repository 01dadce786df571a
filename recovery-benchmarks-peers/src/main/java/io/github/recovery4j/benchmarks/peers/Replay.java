package io.github.recovery4j.benchmarks.peers;

/**
 * How long it takes to read a log of events from its start; the floor reads framed records one after another and checks
 * their CRC32C. Databases keep the events as rows in the order of their keys.
 *
 * <p>Arguments: {@code events=1000000 size=200 rounds=3 peers=FLOOR,…}; only peers that can be filled in bulk make sense.
 */
public final class Replay {

    private Replay() {}

    /** Measures and prints a table. */
    public static void main(String[] args) throws Exception {
        Ending.withMain();
        Arguments arguments = new Arguments(args, "events", "size", "rounds", "peers");
        Reading.print(
                arguments.peers(
                        Peer.FLOOR,
                        Peer.EVENTS,
                        Peer.ROCKSDB,
                        Peer.SQLITE,
                        Peer.MVSTORE,
                        Peer.LMDB,
                        Peer.XODUS,
                        Peer.ARTEMIS,
                        Peer.POSTGRES),
                arguments.number("events", 1_000_000),
                arguments.number("size", 200),
                arguments.number("rounds", 3),
                Reading.Stop.CLOSE);
        System.exit(0);
    }
}
