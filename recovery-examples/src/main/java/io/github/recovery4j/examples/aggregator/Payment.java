package io.github.recovery4j.examples.aggregator;

import java.math.BigInteger;

/**
 * A payment that a block tells of.
 *
 * @param chain on which chain
 * @param block the number of the block, in digits
 * @param hash the hash of the block
 * @param index which log of the block it is
 * @param amount how much
 */
record Payment(String chain, String block, String hash, long index, BigInteger amount) {

    /** What tells it from all others on all branches of all chains: under this it is in the book once, if at all. */
    String key() {
        return "%s/%s/%d".formatted(chain, hash, index);
    }

    @Override
    public String toString() {
        return "%s of block %s, log %d,".formatted(amount, Describe.place(block, hash), index);
    }
}
