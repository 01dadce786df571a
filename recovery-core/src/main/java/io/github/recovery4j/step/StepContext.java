package io.github.recovery4j.step;

import io.github.recovery4j.checkpoint.RunId;
import java.util.Optional;

/**
 * What a step, or its undoing, knows about itself.
 *
 * @param name the name of the step
 * @param idempotencyKey the same however often this is tried, and another one for everything else: {@code run/step},
 *     {@code run/step/undo}, or, for a step that hangs on a place of a cursor, {@code run/step@cursor/id} with the id of the
 *     place
 * @param attempt how often it was begun, this time included, by all processes; greater than 1 means that it may have
 *     happened already
 * @param previousFailure how it failed last; empty if it did not, or ended with its process
 */
public record StepContext(String name, String idempotencyKey, int attempt, Optional<String> previousFailure) {

    static StepContext of(RunId run, StepStatus status, Optional<Place> place, int attempt) {
        String where = place.map(at -> "@" + at.cursor() + "/" + at.id()).orElse("");
        return new StepContext(
                status.name(),
                run.text() + "/" + status.name() + where,
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
