package io.github.recovery4j.queue;

/**
 * Where a piece of work stands.
 *
 * <pre>
 * PENDING ──claim──▶ PROCESSING ──complete──▶ COMPLETED
 *    ▲  │                │  │
 *    │  │                │  └────fail, cancel, too many attempts──▶ FAILED
 *    │  └──deadline, cancel──────────────────────────────────────▶ FAILED
 *    └──retry, release, claim lost, crash
 * </pre>
 */
public enum ItemState {
    /** It waits for somebody. */
    PENDING,
    /** Somebody has a claim on it. */
    PROCESSING,
    /** It was done, and what came of it is known. */
    COMPLETED,
    /** It will not be done. */
    FAILED
}
