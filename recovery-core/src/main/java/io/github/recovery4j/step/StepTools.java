package io.github.recovery4j.step;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What steps and their undoing work with.
 *
 * @param codec encodes results
 * @param listener is told what happens; must be guarded
 * @param clock stamps
 * @param ticker measures
 * @param waiter waits
 */
public record StepTools(
        StateCodec codec, RecoveryListener listener, InstantSource clock, Ticker ticker, Waiter waiter) {

    Optional<Encoded> encode(String step, @Nullable Object result) {
        try {
            return Optional.ofNullable(result).map(codec::encode);
        } catch (StackOverflowError e) {
            throw new CodecException("The result of step '%s' is nested without end".formatted(step), e);
        }
    }

    /**
     * {@return the result of a step}
     *
     * @param step its name
     * @param completion how it was completed
     * @param type what it decodes into
     * @param <T> what it decodes into
     * @throws CodecException if it is none of this type
     */
    @SuppressWarnings("NullAway") // no result is null, which only a step has returned that may
    public <T extends @Nullable Object> T decode(String step, StepStatus.Completion completion, Class<T> type) {
        if (completion.result().isEmpty()) {
            return null;
        }
        try {
            return codec.decode(completion.result().get(), type);
        } catch (CodecException e) {
            throw new CodecException(
                    "The recorded result of step '%s' cannot be read as %s: %s"
                            .formatted(step, type.getName(), e.getMessage()),
                    e);
        }
    }
}
