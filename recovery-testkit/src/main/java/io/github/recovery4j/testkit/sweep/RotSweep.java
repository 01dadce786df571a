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
    private final int oneOf;

    /**
     * Creates a sweep of all damages of one file, and some of two.
     *
     * @param opener opens the storage under test
     * @param seed makes all choices; the same seed makes the same
     * @param pairs how many pairs of damages are tried for each pair of files
     */
    public RotSweep(StorageOpener opener, long seed, int pairs) {
        this(opener, seed, pairs, 1);
    }

    private RotSweep(StorageOpener opener, long seed, int pairs, int oneOf) {
        this.opener = opener;
        this.seed = seed;
        this.pairs = pairs;
        this.oneOf = oneOf;
    }

    /**
     * {@return a sweep that takes less time: it tries some of the damages of one file, chosen by chance, everywhere about as
     * many}
     *
     * @param number of so many damages one is tried; there are eleven for each byte
     */
    public RotSweep oneOf(int number) {
        return new RotSweep(opener, seed, pairs, number);
    }

    /**
     * Runs a script, and damages what it leaves.
     *
     * @param script what to do
     * @return what was tried; never nothing
     * @throws AssertionError if something is wrong; the message says after which damage
     */
    public SweepReport run(Script script) {
        return new Decay(new Bench(opener, script), seed, pairs, oneOf).run();
    }
}
