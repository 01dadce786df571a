package io.github.recovery4j.supervision;

/** How a subject stands with its supervisor. */
public enum Condition {
    /** It was well when it was looked at last. */
    HEALTHY,
    /** It could not be told, or it was not looked at yet. */
    UNKNOWN,
    /** It has failed, and something is being done about it, or will be. */
    FAILED,
    /** It has failed, and nothing helped so far; somebody was called. */
    ESCALATED
}
