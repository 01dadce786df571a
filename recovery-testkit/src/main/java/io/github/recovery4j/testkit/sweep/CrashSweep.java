package io.github.recovery4j.testkit.sweep;

/**
 * Runs a script on a storage and crashes before every operation it asks of its disk, and at its end, in every way: the
 * power goes, with every kind of loss, or the process is killed. After each the storage must open, nothing that was
 * acknowledged may be lost, nothing may be found that was never saved, the recovered runs must go on, no descriptor may
 * stay open, and the files of others must lie where they lay. Then it crashes in the same ways before every operation of
 * that recovery: what the recovery has shown to an owner must not go back.
 *
 * <pre>{@code
 * @Test
 * void nothing_is_lost() {
 *     CrashSweep sweep = new CrashSweep((disk, directory, clock) -> MyStorage.open(disk, directory, clock), 17, 20);
 *     for (Script script : Script.small()) {
 *         System.out.println(sweep.run(script));
 *     }
 * }
 * }</pre>
 *
 * <p>States that look alike are inspected once per script. Everything is done by the calling thread, so the storage
 * must not work in the background. Not safe for use by many threads.
 */
public final class CrashSweep {

    private final StorageOpener opener;
    private final long seed;
    private final int nesting;

    /**
     * Creates a sweep.
     *
     * @param opener opens the storage under test
     * @param seed makes all choices; the same seed makes the same
     * @param nesting of so many recoveries one is crashed at each of its operations: 1 for all of them, 0 for none
     */
    public CrashSweep(StorageOpener opener, long seed, int nesting) {
        this.opener = opener;
        this.seed = seed;
        this.nesting = nesting;
    }

    /**
     * Runs one script.
     *
     * @param script what to do
     * @return what was tried; never nothing
     * @throws AssertionError if something is wrong; the message says after which crash, and how to repeat it
     */
    public SweepReport run(Script script) {
        return new Crashes(new Bench(opener, script), seed, nesting).run();
    }
}
