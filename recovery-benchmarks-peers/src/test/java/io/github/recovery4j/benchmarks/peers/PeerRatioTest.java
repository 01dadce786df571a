package io.github.recovery4j.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the table is made of. */
class PeerRatioTest {

    @Test
    void aRatioIsTheMedianOfTheRatiosOfEachRound() {
        Map<Peer, double[]> rates = new EnumMap<>(Peer.class);
        rates.put(Peer.FLOOR, new double[] {100, 10, 1});
        rates.put(Peer.LMDB, new double[] {50, 4, 3});
        Cell cell = new Cell(1, 1024, rates);
        assertThat(cell.ratio(Peer.LMDB, Peer.FLOOR, 0.5)).isEqualTo(0.5, within(1e-9));
        assertThat(cell.rate(Peer.LMDB)).isEqualTo(4);
        assertThat(cell.ratio(Peer.SQLITE, Peer.FLOOR, 0.5)).isNaN();
    }

    @Test
    void aCellHasARateForEveryPeerAndRound() throws Exception {
        Cell cell = Cell.measure(4, 1024, List.of(Peer.FLOOR, Peer.GROUP, Peer.SQLITE), 2, 20);
        assertThat(cell.rates()).containsOnlyKeys(Peer.FLOOR, Peer.GROUP, Peer.SQLITE);
        assertThat(cell.rates().values())
                .allSatisfy(rates ->
                        assertThat(Arrays.stream(rates).boxed()).hasSize(2).allMatch(rate -> rate > 0));
    }

    @Test
    void everySaverSavesItsOwnKeyAndTheFailureOfOneIsReported() throws Exception {
        Recorder store = new Recorder();
        try (Slice slice = new Slice(8, 1024)) {
            slice.save(store, 80);
            assertThat(store.keys).containsOnly(0, 1, 2, 3, 4, 5, 6, 7);
            store.failing = true;
            assertThatThrownBy(() -> slice.rate(store, 10)).isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void manySaversOfAGroupAllFindTheirStates(@TempDir Path directory) throws Exception {
        int savers = 32;
        try (Store store = Peer.GROUP.open(directory);
                Slice slice = new Slice(savers, 1024)) {
            slice.save(store, 100 * savers);
        }
        try (Store store = Peer.GROUP.open(directory)) {
            for (int saver = 0; saver < savers; saver++) {
                States states = new States(1024, saver);
                byte[] last = {};
                for (int save = 0; save < 100; save++) {
                    last = states.next();
                }
                assertThat(store.load(saver)).isEqualTo(last);
            }
        }
    }

    @Test
    void statesDifferFromOneToTheNext() {
        States states = new States(1024, 1);
        byte[] first = states.next().clone();
        assertThat(Arrays.equals(first, states.next())).isFalse();
    }

    @Test
    void anUnknownArgumentIsRefused() {
        assertThatThrownBy(() -> new Arguments(new String[] {"round=3"}, "rounds"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("round=3");
    }

    /** Remembers who saved, or fails. */
    private static final class Recorder implements Store {
        private final Set<Integer> keys = ConcurrentHashMap.newKeySet();
        private volatile boolean failing;

        @Override
        public void save(int key, byte[] state) {
            if (failing) {
                throw new IllegalStateException("as asked");
            }
            keys.add(key);
        }

        @Override
        public byte[] load(int key) {
            return new byte[0];
        }

        @Override
        public void close() {}
    }
}
