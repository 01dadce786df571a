package io.github.recovery4j.cursor;

/** Asks the live world whether a place is still the same. */
@FunctionalInterface
public interface LiveCheck {

    /**
     * Asks. It is called without a lock, and may take its time.
     *
     * @param waypoint which place
     * @return what is known of it; {@link Verdict#UNKNOWN} if that cannot be told
     * @throws Exception if it cannot be told: never a reason to go back
     */
    Verdict check(Waypoint waypoint) throws Exception;
}
