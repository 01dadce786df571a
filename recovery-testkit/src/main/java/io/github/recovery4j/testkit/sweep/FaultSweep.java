package io.github.recovery4j.testkit.sweep;

/**
 * Runs a script on a storage again and again, and each time lets another operation of its disk fail, in every way: once,
 * or from then on. What the storage throws must be a {@link io.github.recovery4j.checkpoint.StoreException} or a
 * {@link io.github.recovery4j.lease.LeaseException}, and no descriptor may stay open. Then the disk is whole again, the
 * power goes, and everything must be found that was acknowledged.
 *
 * <p>Not safe for use by many threads.
 */
public final class FaultSweep {

    private final StorageOpener opener;
    private final long seed;
    private final int oneOf;

    /**
     * Creates a sweep of all faults.
     *
     * @param opener opens the storage under test
     * @param seed makes all choices; the same seed makes the same
     */
    public FaultSweep(StorageOpener opener, long seed) {
        this(opener, seed, 1);
    }

    private FaultSweep(StorageOpener opener, long seed, int oneOf) {
        this.opener = opener;
        this.seed = seed;
        this.oneOf = oneOf;
    }

    /**
     * {@return a sweep that takes less time: it tries some of the faults, chosen by chance, of every operation about as
     * many}
     *
     * @param number of so many faults one is tried; there are ten for each operation
     */
    public FaultSweep oneOf(int number) {
        return new FaultSweep(opener, seed, number);
    }

    /**
     * Runs one script.
     *
     * @param script what to do
     * @return what was tried; never nothing
     * @throws AssertionError if something is wrong; the message says after which fault
     */
    public SweepReport run(Script script) {
        return new Faults(() -> new Bench(opener, script), seed, oneOf).run();
    }
}
