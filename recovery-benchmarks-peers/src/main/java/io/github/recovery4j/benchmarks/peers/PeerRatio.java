package io.github.recovery4j.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;

/**
 * Compares how fast all peers save, interleaved: in every round each peer's savers save for a short while, each time in
 * another order, and the rate is divided by that of the floor of the same round. What the disk and the neighbours do
 * hits all alike, so the median of these ratios is steadier than a ratio of medians. JMH runs one benchmark after another
 * and cannot do that.
 *
 * <p>Arguments, all with defaults: {@code savers=1,8,64 sizes=1024,65536,1048576 rounds=7 millis=500
 * peers=FLOOR,GROUP,…}. All ratios are against {@link Peer#FLOOR} and {@link Peer#GROUP}, so these two should be among the
 * peers.
 */
public final class PeerRatio {

    private PeerRatio() {}

    /** Measures and prints a table for each cell, then all ratios in one for each of the floors. */
    public static void main(String[] args) throws Exception {
        Ending.withMain();
        Arguments arguments = new Arguments(args, "savers", "sizes", "rounds", "millis", "peers");
        int rounds = arguments.number("rounds", 7);
        int millis = arguments.number("millis", 500);
        List<Peer> peers = arguments.peers(Peer.values());
        System.out.printf("%d rounds of %d ms after one for warming up%n", rounds, millis);
        List<Cell> cells = new ArrayList<>();
        for (int savers : arguments.numbers("savers", 1, 8, 64)) {
            for (int size : arguments.numbers("sizes", 1 << 10, 1 << 16, 1 << 20)) {
                Cell cell = Cell.measure(savers, size, peers, rounds, millis);
                print(cell, peers);
                cells.add(cell);
            }
        }
        summary(cells, peers, Peer.FLOOR);
        summary(cells, peers, Peer.GROUP);
        System.exit(0);
    }

    private static void print(Cell cell, List<Peer> peers) {
        System.out.printf("%n%d savers, %d bytes%n%n", cell.savers(), cell.size());
        System.out.println("| peer | saves/s | of the floor | p25 | p75 | of group commit |");
        System.out.println("|---|---:|---:|---:|---:|---:|");
        for (Peer peer : peers) {
            System.out.printf(
                    "| %s | %.0f | %.3f | %.3f | %.3f | %.3f |%n",
                    peer.label(),
                    cell.rate(peer),
                    cell.ratio(peer, Peer.FLOOR, 0.5),
                    cell.ratio(peer, Peer.FLOOR, 0.25),
                    cell.ratio(peer, Peer.FLOOR, 0.75),
                    cell.ratio(peer, Peer.GROUP, 0.5));
        }
    }

    private static void summary(List<Cell> cells, List<Peer> peers, Peer of) {
        StringBuilder table = new StringBuilder("| of ").append(of.label());
        cells.forEach(cell -> table.append(" | %d × %d KiB".formatted(cell.savers(), cell.size() >> 10)));
        table.append(" |\n|---").append("|---:".repeat(cells.size())).append("|\n");
        for (Peer peer : peers) {
            table.append("| ").append(peer.label());
            cells.forEach(cell -> table.append(" | %.2f".formatted(cell.ratio(peer, of, 0.5))));
            table.append(" |\n");
        }
        System.out.printf("%n%s", table);
    }
}
