package io.github.recovery4j.warm;

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
        SyncLimit limit,
        Unrefreshed<K> unrefreshed,
        Duration maxAge) {

    private static final SyncLimit LIMIT = SyncLimit.after(Duration.ofSeconds(10));
    private static final Duration MAX_AGE = Duration.ofDays(7);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is not as said
     */
    public WarmDefinition {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("The name of a warm restart is not empty");
        }
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("The age of a state is limited to a positive time, got " + maxAge);
        }
    }

    /**
     * {@return a definition} The first sync may take 10 seconds, what is not refreshed then is kept and marked suspect, and a
     * state of more than 7 days is too old.
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
        return new WarmDefinition<>(name, keys, values, outside, LIMIT, Unrefreshed.keep(), MAX_AGE);
    }

    /**
     * {@return the same with another time for the first sync}
     *
     * @param other zero opens the gate at once; that there is none has to be said
     */
    public WarmDefinition<K, V> limit(SyncLimit other) {
        return new WarmDefinition<>(name, keys, values, outside, other, unrefreshed, maxAge);
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
     */
    public WarmDefinition<K, V> maxAge(Duration other) {
        return new WarmDefinition<>(name, keys, values, outside, limit, unrefreshed, other);
    }

    @Override
    public String toString() {
        return "warm restart '%s' of %s by %s".formatted(name, values.getSimpleName(), keys.getSimpleName());
    }
}
