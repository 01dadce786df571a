package io.github.recovery4j.step;

import io.github.recovery4j.checkpoint.RunId;
import java.util.Optional;

/**
 * What a step, or its undoing, knows about itself.
 *
 * @param name the name of the step
 * @param idempotencyKey the same however often this is tried, and another one for everything else: {@code run/step}, or
 *     {@code run/step/undo}
 * @param attempt how often it was begun, this time included, by all processes; greater than 1 means that it may have
 *     happened already
 * @param previousFailure how it failed last; empty if it did not, or ended with its process
 */
public record StepContext(String name, String idempotencyKey, int attempt, Optional<String> previousFailure) {

    static StepContext of(RunId run, StepStatus status, int attempt) {
        return new StepContext(
                status.name(),
                run.text() + "/" + status.name(),
                attempt,
                status.tries().failure());
    }

    /**
     * {@return the context of the undoing of a step}
     *
     * @param run the run
     * @param status the step
     * @param attempt how often this was begun, this time included
     */
    public static StepContext undoing(RunId run, StepStatus status, int attempt) {
        return new StepContext(
                status.name(),
                run.text() + "/" + status.name() + "/undo",
                attempt,
                status.undoing().failure());
    }
}
