package io.github.recovery4j.benchmarks.peers;

import java.nio.ByteBuffer;

/** Keys as bytes that sort like the numbers. */
final class Key {

    private Key() {}

    static byte[] bytes(int key) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(key).array();
    }
}
