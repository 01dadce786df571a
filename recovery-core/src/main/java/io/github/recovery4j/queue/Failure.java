package io.github.recovery4j.queue;

/**
 * Why a piece of work will not be done.
 *
 * @param kind what kind of reason it is
 * @param reason more about it, for people; may be empty
 */
public record Failure(Kind kind, String reason) {

    /** A kind of reason. */
    public enum Kind {
        /** Who worked on it said that it cannot be done. */
        REPORTED,
        /** It was tried as often as it may be; crashes and lost claims count. */
        EXHAUSTED,
        /** Its deadline passed before somebody began. */
        EXPIRED,
        /** Somebody does not want it any more. */
        CANCELLED,
        /** The position on which it hung does not hold any more. */
        ORPHANED
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? kind.name() : kind + ": " + reason;
    }
}
