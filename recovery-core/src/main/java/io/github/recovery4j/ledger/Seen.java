package io.github.recovery4j.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen, by key. A handle that is said to belong to two keys tells nothing of either.
 *
 * @param alive each instance once
 * @param unknown of which keys it cannot be told, and why
 * @param blind why it cannot be told of anything that was not seen
 */
record Seen<K, H>(Map<K, List<Instance<K, H>>> alive, Map<K, String> unknown, Optional<String> blind) {

    static <K, H> Seen<K, H> of(Sighting<K, H> sighting) {
        Map<K, List<Instance<K, H>>> alive = new LinkedHashMap<>();
        Map<K, String> unknown = new LinkedHashMap<>(sighting.unknown());
        Map<H, K> owners = new HashMap<>();
        for (Instance<K, H> each : sighting.alive()) {
            K owner = owners.putIfAbsent(each.handle(), each.key());
            if (owner != null) {
                String why = "%s is said to belong to '%s' and to '%s'".formatted(each.handle(), owner, each.key());
                unknown.putIfAbsent(owner, why);
                unknown.putIfAbsent(each.key(), why);
            }
            alive.computeIfAbsent(each.key(), key -> new ArrayList<>()).add(each);
        }
        return new Seen<>(alive, unknown, sighting.blind());
    }

    /** Of one key. */
    Seen<K, H> only(K key) {
        Map<K, String> doubts = new LinkedHashMap<>(unknown);
        doubts.keySet().removeIf(each -> !each.equals(key));
        List<Instance<K, H>> found = of(key);
        return new Seen<>(found.isEmpty() ? Map.of() : Map.of(key, found), doubts, blind);
    }

    List<Instance<K, H>> of(K key) {
        return alive.getOrDefault(key, List.of());
    }
}
