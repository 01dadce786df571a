package io.github.recovery4j.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A peer that does not keep what it is given would be fast for nothing. */
class PeerTest {

    private static final int KEYS = 3;

    @ParameterizedTest
    @EnumSource
    void everyPeerFindsTheNewestStateOfEachKeyAfterItWasClosed(Peer peer, @TempDir Path directory) throws Exception {
        assumeAvailable(peer);
        try (Store store = peer.open(directory)) {
            for (int generation = 1; generation <= 2; generation++) {
                for (int key = 0; key < KEYS; key++) {
                    store.save(key, state(key, generation));
                }
            }
        }
        try (Store store = peer.open(directory)) {
            for (int key = 0; key < KEYS; key++) {
                assertThat(store.load(key)).isEqualTo(state(key, 2));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStoreThatWasOpenedAgainGoesOn(Peer peer, @TempDir Path directory) throws Exception {
        assumeTrue(peer != Peer.FLOOR && peer != Peer.GROUP, "A floor begins again at the start of its file");
        assumeAvailable(peer);
        for (int generation = 1; generation <= 2; generation++) {
            try (Store store = peer.open(directory)) {
                store.save(0, state(0, generation));
            }
        }
        try (Store store = peer.open(directory)) {
            assertThat(store.load(0)).isEqualTo(state(0, 2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyBulkStoreFindsAllItWasFilledWith(Peer peer, @TempDir Path directory) throws Exception {
        assumeAvailable(peer);
        IntFunction<byte[]> states = key -> state(key, 1);
        int keys = BulkStore.BATCH + 1;
        try (Store store = peer.open(directory)) {
            assumeTrue(store instanceof BulkStore);
            ((BulkStore) store).fill(keys, states);
        }
        try (BulkStore store = (BulkStore) peer.open(directory)) {
            assertThat(store.scan()).isEqualTo(keys * 2000L);
            assertThat(store.load(BulkStore.BATCH)).isEqualTo(states.apply(BulkStore.BATCH));
        }
    }

    private static void assumeAvailable(Peer peer) throws IOException {
        if (peer == Peer.ARTEMIS_AIO) {
            try {
                ArtemisStore.loadNative();
            } catch (LinkageError e) {
                assumeTrue(false, "libaio is not installed");
            }
        }
    }

    private static byte[] state(int key, int generation) {
        byte[] state = new byte[2000];
        new Random(31L * key + generation).nextBytes(state);
        return state;
    }
}
