package io.github.recovery4j.warm;

import io.github.recovery4j.settings.Settings;
import io.github.recovery4j.settings.Tunable;
import java.time.Duration;

/**
 * What a {@link WarmRestart} is opened with.
 *
 * @param name what it is called, not empty
 * @param keys what the codec encodes: immutable values with {@code equals} and {@code hashCode}
 * @param values what the codec encodes
 * @param outside where entries are written to
 * @param limit how long the first sync may take
 * @param unrefreshed what becomes of entries that were not refreshed when a sync ends that was not complete
 * @param maxAge how old the state may be, positive; older, the start is cold
 * @param <K> the keys
 * @param <V> the values
 */
public record WarmDefinition<K, V>(
        String name,
        Class<K> keys,
        Class<V> values,
        Outside<K, V> outside,
        Tunable<SyncLimit> limit,
        Unrefreshed<K> unrefreshed,
        Tunable<Duration> maxAge) {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public WarmDefinition {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("The name of a warm restart is not empty");
        }
    }

    /**
     * {@return a definition} What is not refreshed in the first sync is kept and marked suspect. Unless said, or {@linkplain
     * WarmSettings set}, that sync may take 10 seconds, and a state of more than 7 days is too old.
     *
     * @param name what it is called, any text but the empty one. Those with different names share nothing
     * @param keys immutable values with {@code equals} and {@code hashCode}, which the codec encodes
     * @param values what the codec encodes
     * @param outside where entries are written to
     * @param <K> the keys
     * @param <V> the values
     */
    public static <K, V> WarmDefinition<K, V> named(
            String name, Class<K> keys, Class<V> values, Outside<K, V> outside) {
        return new WarmDefinition<>(
                name, keys, values, outside, WarmSettings.SYNC_LIMIT, Unrefreshed.keep(), WarmSettings.MAX_AGE);
    }

    /**
     * {@return the same with another time for the first sync}
     *
     * @param other zero opens the gate at once; that there is none has to be said
     */
    public WarmDefinition<K, V> limit(SyncLimit other) {
        return new WarmDefinition<>(name, keys, values, outside, Tunable.said(other), unrefreshed, maxAge);
    }

    /**
     * {@return the same with another policy for what was not refreshed}
     *
     * @param other what becomes of it
     */
    public WarmDefinition<K, V> unrefreshed(Unrefreshed<K> other) {
        return new WarmDefinition<>(name, keys, values, outside, limit, other, maxAge);
    }

    /**
     * {@return the same with another age limit}
     *
     * @param other by the times that were recorded, positive. A process that lives records that it does, eight times in this
     *     time and at least once an hour
     * @throws IllegalArgumentException if it is not positive
     */
    public WarmDefinition<K, V> maxAge(Duration other) {
        if (other.isNegative() || other.isZero()) {
            throw new IllegalArgumentException("The age of a state is limited to a positive time, got " + other);
        }
        return new WarmDefinition<>(name, keys, values, outside, limit, unrefreshed, Tunable.said(other));
    }

    /**
     * {@return the same, with what it has not said as it is set}
     *
     * @param settings what is set
     */
    public WarmDefinition<K, V> tuned(Settings settings) {
        return new WarmDefinition<>(
                name, keys, values, outside, limit.tuned(settings), unrefreshed, maxAge.tuned(settings));
    }

    @Override
    public String toString() {
        return "warm restart '%s' of %s by %s".formatted(name, values.getSimpleName(), keys.getSimpleName());
    }
}
