package io.github.recovery4j.saga;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.step.StepHistory;
import java.util.List;
import java.util.Optional;

/**
 * A run whose rollback has begun and not ended, and which nobody is working on.
 *
 * @param run which
 * @param reason why it is rolled back
 * @param steps what is left to undo, in the order in which it will be
 */
public record StuckSaga(RunKey run, String reason, List<StuckStep> steps) {

    /** Takes a copy of the list. */
    public StuckSaga {
        steps = List.copyOf(steps);
    }

    /**
     * {@return the saga of a run; empty if it is not rolled back}
     *
     * @param run which
     * @param history what its records add up to
     */
    public static Optional<StuckSaga> of(RunKey run, StepHistory history) {
        return history.rollback()
                .map(reason -> new StuckSaga(
                        run,
                        reason,
                        history.pending().stream()
                                .map(step -> StuckStep.of(
                                        step, step.undoing().failure().orElse("the rollback did not come to it")))
                                .toList()));
    }
}
