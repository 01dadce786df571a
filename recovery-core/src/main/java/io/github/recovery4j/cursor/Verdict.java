package io.github.recovery4j.cursor;

/** What the live world says of a place. */
public enum Verdict {
    /** It is as it was. */
    HOLDS,
    /** It is another one now, or none. */
    ORPHANED,
    /** That cannot be told now. */
    UNKNOWN;

    /**
     * {@return what is known for sure}
     *
     * @param holds whether it holds
     */
    public static Verdict of(boolean holds) {
        return holds ? HOLDS : ORPHANED;
    }
}
