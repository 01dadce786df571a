package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.cursor.Position;

/**
 * A block of a chain.
 *
 * @param number which
 * @param hash tells it from any other with the same number
 * @param parent the hash of the one before
 */
record Block(Position number, String hash, String parent) {

    @Override
    public String toString() {
        return Describe.place(number, hash);
    }
}
