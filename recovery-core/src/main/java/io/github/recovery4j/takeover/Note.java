package io.github.recovery4j.takeover;

import io.github.recovery4j.checkpoint.Attempts;

/** What is known of one run. Times are readings of the ticker. */
sealed interface Note {

    /** Nobody works on it, since it was seen so first. */
    record Free(long since) implements Note {}

    /** It is tried, or worked on, here. */
    record Working(long since, int failures) implements Note {}

    /** It is left alone for a while. */
    record Resting(int failures, String reason, long from, long nanos) implements Note {

        long left(long now) {
            return nanos - (now - from);
        }
    }

    /** It is left alone until somebody has said something new about it. */
    record Parked(Attempts said, String reason) implements Note {}

    /** Nobody here knows its job, and nobody elsewhere has taken it. */
    record Unknown() implements Note {}

    /** There is nothing to do any more. */
    record Over() implements Note {}
}
