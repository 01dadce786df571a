package io.github.recovery4j.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a ledger says should be alive, at one moment.
 *
 * @param live the live entries by their keys, in order
 * @param changes when each key that is live, or remembered as retired, changed last
 * @param unreadable live keys whose value cannot be read
 * @param doubtful why there may be more, or less; empty if everything could be read
 */
record Beliefs<K, V>(
        Map<K, LedgerEntry<K, V>> live, Map<K, Instant> changes, Set<K> unreadable, Optional<String> doubtful) {

    Optional<Instant> changed(K key) {
        return Optional.ofNullable(changes.get(key));
    }
}
