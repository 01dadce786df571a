package io.github.recovery4j.benchmarks.peers;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * States of one size that nothing can compress, each another one: random bytes once, and in every 512 of them a number that
 * grows. To make a megabyte of new random bytes for each save would cost more than some of the saves.
 */
final class States {

    private static final int STRIDE = 512;

    private final ByteBuffer state;
    private long number;

    States(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        this.state = ByteBuffer.wrap(bytes);
    }

    /** {@return the next one, in the same array as the one before} */
    byte[] next() {
        number++;
        for (int at = 0; at + Long.BYTES <= state.capacity(); at += STRIDE) {
            state.putLong(at, number);
        }
        return state.array();
    }

    /** {@return as many as are asked for, each in an array of its own} */
    static IntFunction<byte[]> copies(int size) {
        States states = new States(size, size);
        return key -> states.next().clone();
    }
}
