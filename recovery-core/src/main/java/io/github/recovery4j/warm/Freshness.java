package io.github.recovery4j.warm;

/** What the source has told of an entry since the start, held against what the outside had at that moment. */
public enum Freshness {
    /** Restored, and nothing was told of it yet. */
    STALE,
    /** Told as the outside has it: nothing is written. */
    SAME,
    /** Told otherwise than the outside has it, or it is not certain what the outside has: it is written. */
    CHANGED,
    /** The outside had nothing: it is written. */
    NEW,
    /** It is no more: it is deleted, once the gate is open. */
    GONE,
    /** Restored, and nothing was told of it until the sync ended, which was not complete: it is kept. */
    SUSPECT
}
