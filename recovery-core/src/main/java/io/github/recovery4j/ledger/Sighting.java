package io.github.recovery4j.ledger;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody saw who looked for all that is alive.
 *
 * @param alive what is
 * @param unknown of which keys it cannot be told, and why
 * @param blind why it cannot be told of anything that was not seen; empty if everything was looked at
 * @param <K> the keys
 * @param <H> the handles
 */
public record Sighting<K, H>(List<Instance<K, H>> alive, Map<K, String> unknown, Optional<String> blind) {

    /** Takes copies; what is listed twice is one. */
    public Sighting {
        alive = List.copyOf(new LinkedHashSet<>(alive));
        unknown = new LinkedHashMap<>(unknown);
    }

    /**
     * {@return that this is alive, and nothing else}
     *
     * @param instances all there are
     * @param <K> the keys
     * @param <H> the handles
     */
    public static <K, H> Sighting<K, H> of(List<Instance<K, H>> instances) {
        return new Sighting<>(instances, Map.of(), Optional.empty());
    }

    /**
     * {@return that nothing can be told}
     *
     * @param why not
     * @param <K> the keys
     * @param <H> the handles
     */
    public static <K, H> Sighting<K, H> unknown(String why) {
        return new Sighting<>(List.of(), Map.of(), Optional.of(why));
    }
}
