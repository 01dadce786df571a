package io.github.recovery4j.testkit.sweep;

/**
 * Proof that a journal on a {@link io.github.recovery4j.disk.Disk} survives every fault: what {@link CrashSweep}, {@link
 * FaultSweep} and {@link RotSweep} are for a storage.
 *
 * <pre>{@code
 * @Test
 * void nothing_is_lost() {
 *     JournalSweep sweep = new JournalSweep((disk, directory) -> MyJournal.open(disk, directory), 17);
 *     for (JournalScript script : JournalScript.small()) {
 *         System.out.println(sweep.crash(script, 20));
 *     }
 * }
 * }</pre>
 *
 * <p>Let the segments of the journal be small, some kilobytes, so that the scripts fill them. Everything is done by the
 * calling thread. Not safe for use by many threads.
 */
public final class JournalSweep {

    private final JournalOpener opener;
    private final long seed;
    private final int oneOf;

    /**
     * Creates a sweep of all faults and damages.
     *
     * @param opener opens the journal under test
     * @param seed makes all choices; the same seed makes the same
     */
    public JournalSweep(JournalOpener opener, long seed) {
        this(opener, seed, 1);
    }

    private JournalSweep(JournalOpener opener, long seed, int oneOf) {
        this.opener = opener;
        this.seed = seed;
        this.oneOf = oneOf;
    }

    /**
     * {@return a sweep that takes less time: it tries some of the faults, and some of the damages of one file, chosen by
     * chance, everywhere about as many}
     *
     * @param number of so many faults or damages one is tried; there are ten faults for each operation, and eleven damages
     *     for each byte
     */
    public JournalSweep oneOf(int number) {
        return new JournalSweep(opener, seed, number);
    }

    /**
     * Runs a script and crashes before every operation that is asked of the disk, and at the end, in every way. After
     * each the journal must open, and show a beginning of what was appended, in order, with every record that was
     * acknowledged as durable and not released; nothing else, and no gap. It must go on, and later openings must show
     * what that one has shown. Then the recovery is crashed in the same ways.
     *
     * @param script what to do
     * @param nesting of so many recoveries one is crashed at each of its operations: 1 for all of them, 0 for none
     * @return what was tried; never nothing
     * @throws AssertionError if something is wrong; the message says after which crash, and how to repeat it
     */
    public SweepReport crash(JournalScript script, int nesting) {
        return new Crashes(new JournalBench(opener, script), seed, nesting).run();
    }

    /**
     * Runs a script again and again, and each time lets another operation of its disk fail, in every way: once, or from
     * then on. What the journal throws must be a {@link io.github.recovery4j.journal.JournalException}, and no descriptor
     * may stay open. A record whose append has failed must never be found, unless the journal is poisoned. Then the disk
     * is whole again, the power goes, and everything must be found that was acknowledged as durable.
     *
     * @param script what to do
     * @return what was tried; never nothing
     * @throws AssertionError if something is wrong; the message says after which fault
     */
    public SweepReport fail(JournalScript script) {
        return new Faults(() -> new JournalBench(opener, script), seed, oneOf).run();
    }

    /**
     * Runs a script, and damages what it leaves, one file after the other and two at a time. After each, what a replay
     * shows must be what was appended, and every record that is missing must lie in a gap it reports; but a journal that
     * was not closed may have lost its end. Or the journal says in a {@link io.github.recovery4j.journal.JournalException}
     * what is wrong. Then it must go on.
     *
     * @param script what to do
     * @param pairs how many pairs of damages are tried for each pair of files
     * @return what was tried; never nothing
     * @throws AssertionError if something is wrong; the message says after which damage
     */
    public SweepReport rot(JournalScript script, int pairs) {
        return new Decay(new JournalBench(opener, script), seed, pairs, oneOf).run();
    }
}
