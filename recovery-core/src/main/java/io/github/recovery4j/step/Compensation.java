package io.github.recovery4j.step;

import org.jspecify.annotations.Nullable;

/**
 * Undoes a completed step.
 *
 * @param <T> the result of the step
 */
@FunctionalInterface
public interface Compensation<T extends @Nullable Object> {

    /**
     * Undoes it. A crash before that is durable lets it be called again, in this process or a later one, with the same
     * {@linkplain StepContext#idempotencyKey() idempotency key}.
     *
     * @param result what the step returned
     * @param step which step this is, and how often its undoing was tried
     * @throws Exception if it failed
     */
    void undo(T result, StepContext step) throws Exception;
}
