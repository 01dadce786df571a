package io.github.recovery4j.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A live entry of a ledger, as it was when it was asked for.
 *
 * @param key the key
 * @param value a value of its own: decoded for whoever asked
 * @param first the id of the event that made it live: entries are in this order
 * @param put the id of the event that put it last: an update keeps it, so the same one stands for the same thing
 * @param newest the id of the event that gave it this value
 * @param since when it became live, by the wall clock
 * @param expires when it ends by itself, if it does; at that very moment it is not live any more
 * @param <K> the keys
 * @param <V> the values
 */
public record LedgerEntry<K, V>(
        K key, V value, long first, long put, long newest, Instant since, Optional<Instant> expires) {}
