package io.github.recovery4j.ledger;

/**
 * Something that is alive.
 *
 * @param key the entry it belongs to, as it says itself
 * @param handle tells it from every other that is or was alive, one of the same key too; such as a process with its start time
 * @param <K> the keys
 * @param <H> the handles
 */
public record Instance<K, H>(K key, H handle) {}
