package io.github.recovery4j.queue;

/** What became of a submission. */
public enum Submission {
    /** It is new, durable, and waits for somebody. */
    ACCEPTED,
    /** There is a piece of work with this id already, in whatever state; nothing was changed. */
    KNOWN,
    /** The place on which it hangs does not hold any more; nothing was recorded. */
    ORPHANED
}
