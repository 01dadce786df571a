package io.github.recovery4j.saga;

import io.github.recovery4j.step.StepStatus;

/**
 * A completed step that has to be undone, and is not.
 *
 * @param step its name
 * @param attempts how often that was tried, by all processes
 * @param reason why it is not undone
 */
public record StuckStep(String step, int attempts, String reason) {

    static StuckStep of(StepStatus status, String reason) {
        return new StuckStep(status.name(), status.undoing().attempts(), reason);
    }

    @Override
    public String toString() {
        return "'%s' (%s, tried %d times)".formatted(step, reason, attempts);
    }
}
