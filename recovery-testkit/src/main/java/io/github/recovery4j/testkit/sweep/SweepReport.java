package io.github.recovery4j.testkit.sweep;

/**
 * What a sweep has tried without finding anything wrong.
 *
 * @param scripts how many scripts were run
 * @param operations how many operations of the disk they asked for, undisturbed
 * @param states how many different states of the disk, with what was promised of them, were inspected
 */
public record SweepReport(int scripts, long operations, long states) {

    /** Nothing was tried. */
    public static final SweepReport NOTHING = new SweepReport(0, 0, 0);

    /**
     * {@return both together}
     *
     * @param other another report
     */
    public SweepReport plus(SweepReport other) {
        return new SweepReport(scripts + other.scripts, operations + other.operations, states + other.states);
    }

    @Override
    public String toString() {
        return "%,d states after %,d operations of %d scripts".formatted(states, operations, scripts);
    }
}
