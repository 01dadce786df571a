package io.github.recovery4j.saga;

import java.util.List;

/**
 * How far a rollback came.
 *
 * @param reason why the run is rolled back
 * @param undone the steps that this process undid, in that order
 * @param stuck the steps that are left, in the order in which they were tried; empty if the rollback is complete
 * @param failures what their compensations threw
 */
public record RollbackReport(String reason, List<String> undone, List<StuckStep> stuck, List<Throwable> failures) {

    /** Takes copies of the lists. */
    public RollbackReport {
        undone = List.copyOf(undone);
        stuck = List.copyOf(stuck);
        failures = List.copyOf(failures);
    }

    /** {@return whether everything that had to be undone is undone} */
    public boolean complete() {
        return stuck.isEmpty();
    }
}
