package io.github.recovery4j.supervision;

/**
 * How something has failed. Those below are known by name; every other name is one of yours.
 *
 * @param name in lower case, for logs and audit
 */
public record FailureKind(String name) {

    /** It has ended. */
    public static final FailureKind CRASHED = new FailureKind("crashed");

    /** It cannot be reached. */
    public static final FailureKind DISCONNECTED = new FailureKind("disconnected");

    /** It is there, and does nothing. */
    public static final FailureKind FROZEN = new FailureKind("frozen");

    /** What it keeps is damaged. */
    public static final FailureKind CORRUPTED = new FailureKind("corrupted");

    @Override
    public String toString() {
        return name;
    }
}
