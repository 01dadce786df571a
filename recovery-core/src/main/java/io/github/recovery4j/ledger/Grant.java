package io.github.recovery4j.ledger;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the holder of a token may do.
 *
 * @param permission what, in the words of the host
 * @param tenant for whom; may be empty
 * @param expiry the first moment at which it is not granted any more; empty if it is until it is revoked
 * @param metadata whatever else the host wants to know of it
 */
public record Grant(String permission, String tenant, Optional<Instant> expiry, Map<String, String> metadata) {

    /** Takes a copy. */
    public Grant {
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /**
     * {@return a grant without an end, a tenant or metadata}
     *
     * @param permission what, in the words of the host
     */
    public static Grant of(String permission) {
        return new Grant(permission, "", Optional.empty(), Map.of());
    }

    /**
     * {@return the same for a tenant}
     *
     * @param other for whom
     */
    public Grant tenant(String other) {
        return new Grant(permission, other, expiry, metadata);
    }

    /**
     * {@return the same with an end}
     *
     * @param end the first moment at which it is not granted any more
     */
    public Grant until(Instant end) {
        return new Grant(permission, tenant, Optional.of(end), metadata);
    }
}
