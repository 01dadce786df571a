package io.github.recovery4j.job;

/** What to do when recovery itself does not work, for instance because its directory is not writable. */
public enum RecoveryMode {
    /** Fail: a job that cannot be recovered is not run. */
    REQUIRED,
    /** Warn, and run without: the job matters more than its recovery. */
    BEST_EFFORT,
    /** Run without recovery; nothing is read or written. */
    OFF
}
