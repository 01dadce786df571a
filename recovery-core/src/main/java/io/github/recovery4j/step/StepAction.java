package io.github.recovery4j.step;

import org.jspecify.annotations.Nullable;

/**
 * What a step does.
 *
 * @param <T> its result
 */
@FunctionalInterface
public interface StepAction<T extends @Nullable Object> {

    /**
     * Does it. A crash before the result is durable lets the next attempt of the run do it again: whatever it asks of
     * others should carry the {@linkplain StepContext#idempotencyKey() idempotency key}.
     *
     * @param step which step this is, and how often it was tried
     * @return the result; null is one too
     * @throws Exception if it failed
     */
    T execute(StepContext step) throws Exception;
}
