package io.github.recovery4j.job;

import java.util.Locale;

/** Why the work of a run was asked to stop. */
public enum StopReason {
    /** Somebody cancelled the run. */
    CANCELLED,
    /** The thread of the caller was interrupted. */
    INTERRUPTED,
    /** The attempt took longer than the job allows. */
    TIMEOUT,
    /** The process, or this instance, is shutting down. */
    SHUTDOWN,
    /** The run belongs to somebody else now. */
    LEASE_LOST;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
