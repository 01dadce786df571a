package io.github.recovery4j.health;

/** How something is, as far as a check tells. The later, the worse. */
public enum Health {
    /** It was up when it was asked last. */
    HEALTHY,
    /** It could not be told when it was asked last, or it was not asked yet. */
    UNKNOWN,
    /** It was down when it was asked last, but not often enough in a row to count. */
    FAILING,
    /** It was down as often in a row as counts, and was not up since. */
    UNHEALTHY
}
