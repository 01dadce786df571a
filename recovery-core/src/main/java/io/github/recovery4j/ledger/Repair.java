package io.github.recovery4j.ledger;

/**
 * Something that was to be repaired.
 *
 * @param what words such as {@code missing web}
 * @param outcome what became of it
 * @param detail why it was left, or what went wrong; empty if it was done
 */
public record Repair(String what, Outcome outcome, String detail) {

    /** What became of it. */
    public enum Outcome {
        /** It was carried out. */
        DONE,
        /** It was not touched: it was another thing by then, or not certain. */
        LEFT,
        /** It was tried, and failed. */
        FAILED
    }
}
