package io.github.recovery4j.journaling;

import io.github.recovery4j.checkpoint.RunId;

/**
 * The 128 bits of a run id, which take 16 bytes and not the hundred of its text.
 *
 * @param high the first 64
 * @param low the others
 */
record RunBits(long high, long low) {

    static RunBits of(RunId id) {
        return new RunBits(id.high(), id.low());
    }

    RunId id() {
        return new RunId(high, low);
    }

    /** Spreads ids that were made at the same time. */
    int hash() {
        long mixed = (high ^ low) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> Integer.SIZE);
    }
}
