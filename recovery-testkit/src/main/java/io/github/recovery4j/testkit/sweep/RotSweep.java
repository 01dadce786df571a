package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.lease.LeaseException;

/**
 * Damages the files of a storage, one after the other and two at a time, in every way: each bit, each length, each tail
 * of zeros and of noise, each file under the name of each other one. After each, what is found must be the right state,
 * an older one with a report of the damage, or nothing with such a report; or the storage says in a
 * {@link StoreException} or {@link LeaseException} what is wrong. It must never be something that was not saved, nor
 * another exception. Then the run must go on.
 *
 * <p>Not safe for use by many threads.
 */
public final class RotSweep {

    private final StorageOpener opener;
    private final long seed;
    private final int pairs;

    /**
     * Creates a sweep.
     *
     * @param opener opens the storage under test
     * @param seed makes all choices; the same seed makes the same
     * @param pairs how many pairs of damages are tried for each pair of files
     */
    public RotSweep(StorageOpener opener, long seed, int pairs) {
        this.opener = opener;
        this.seed = seed;
        this.pairs = pairs;
    }

    /**
     * Runs a script, and damages what it leaves.
     *
     * @param script what to do
     * @return what was tried; never nothing
     * @throws AssertionError if something is wrong; the message says after which damage
     */
    public SweepReport run(Script script) {
        return new Decay(new Bench(opener, script), seed, pairs).run();
    }
}
