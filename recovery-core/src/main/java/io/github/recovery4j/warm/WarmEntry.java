package io.github.recovery4j.warm;

import java.util.Optional;

/**
 * An entry as it was at some moment.
 *
 * @param key its key
 * @param value what the source told last; what the outside has, as far as that is certain, if the source has told nothing yet;
 *     empty if it is gone, or not certain
 * @param freshness what was told of it
 * @param <K> the keys
 * @param <V> the values
 */
public record WarmEntry<K, V>(K key, Optional<V> value, Freshness freshness) {}
