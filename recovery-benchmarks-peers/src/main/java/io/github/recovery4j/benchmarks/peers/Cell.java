package io.github.recovery4j.benchmarks.peers;

import io.github.recovery4j.benchmarks.Quantile;
import io.github.recovery4j.benchmarks.Scratch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * What was measured for one number of savers and one size.
 *
 * @param savers how many save at the same time
 * @param size bytes of a state
 * @param rates saves per second of each peer in each round; without those that could not be opened
 */
record Cell(int savers, int size, Map<Peer, double[]> rates) {

    /** After each slice, so that what a peer does behind its savers' backs hits the next one less. */
    private static final long PAUSE_MILLIS = 100;

    /** A peer that could be opened, and what it did. */
    private static final class Entrant {
        private final Peer peer;
        private final Store store;
        private final double[] rates;
        private boolean failed;

        Entrant(Peer peer, Store store, int rounds) {
            this.peer = peer;
            this.store = store;
            this.rates = new double[rounds];
        }

        /** A peer that fails once is not asked again, and has no figures: as many as it had would flatter it. */
        private double rate(Slice slice, int millis) throws InterruptedException {
            if (failed) {
                return Double.NaN;
            }
            try {
                return slice.rate(store, millis);
            } catch (ExecutionException e) {
                System.out.printf("%s failed: %s%n", peer.label(), e.getCause());
                failed = true;
                Arrays.fill(rates, Double.NaN);
                return Double.NaN;
            }
        }
    }

    /**
     * Opens all peers, lets each save for a while in each round, every time in another order, and closes them. One round
     * before is not counted.
     */
    static Cell measure(int savers, int size, List<Peer> peers, int rounds, int millis) throws Exception {
        List<Entrant> entrants = new ArrayList<>();
        try (Scratch scratch = Scratch.create();
                Slice slice = new Slice(savers, size)) {
            try {
                for (Peer peer : peers) {
                    enter(peer, scratch, rounds, entrants);
                }
                Random random = new Random(size + savers);
                for (int round = -1; round < rounds; round++) {
                    Collections.shuffle(entrants, random);
                    round(round, entrants, slice, millis);
                }
            } finally {
                for (Entrant entrant : entrants) {
                    entrant.store.close();
                }
            }
        }
        Map<Peer, double[]> rates = new EnumMap<>(Peer.class);
        entrants.forEach(entrant -> rates.put(entrant.peer, entrant.rates));
        return new Cell(savers, size, rates);
    }

    private static void enter(Peer peer, Scratch scratch, int rounds, List<Entrant> entrants) {
        try {
            entrants.add(new Entrant(peer, peer.open(scratch.path()), rounds));
        } catch (Exception | LinkageError e) {
            System.out.printf("%s is left out, it cannot be opened here: %s%n", peer.label(), e);
        }
    }

    /** Each entrant once. */
    private static void round(int round, List<Entrant> entrants, Slice slice, int millis) throws InterruptedException {
        for (Entrant entrant : entrants) {
            double rate = entrant.rate(slice, millis);
            if (round >= 0) {
                entrant.rates[round] = rate;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** {@return how many times as many saves a peer did as another one, which quantile of all rounds} */
    double ratio(Peer peer, Peer of, double which) {
        double[] above = rates.get(peer);
        double[] below = rates.get(of);
        if (above == null || below == null) {
            return Double.NaN;
        }
        return Quantile.of(
                IntStream.range(0, above.length)
                        .mapToDouble(round -> above[round] / below[round])
                        .toArray(),
                which);
    }

    /** {@return the median of a peer's saves per second} */
    double rate(Peer peer) {
        double[] all = rates.get(peer);
        return all == null ? Double.NaN : Quantile.of(all, 0.5);
    }
}
