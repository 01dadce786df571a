package io.github.recovery4j.saga;

/** What lets the completed steps of a run be undone, besides the work asking for it. */
public enum RollbackOn {
    /** The work threw an exception that is no way to stop. */
    FAILURE,
    /** The attempt took longer than the job allows. */
    TIMEOUT,
    /** Somebody cancelled the run. */
    CANCELLATION
}
