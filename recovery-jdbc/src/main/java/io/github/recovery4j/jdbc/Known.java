package io.github.recovery4j.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What this process has been told by the server and must find again, unless somebody has put the server back: a backup that
 * was restored, a standby that did not have everything. Safe for use by many threads.
 */
final class Known {

    private final Map<OwnedKey.Hash, Holding> held = new ConcurrentHashMap<>();
    private final AtomicLong epoch = new AtomicLong();

    /** The greatest token that was ever given to this process: one that is given from now on is greater. */
    long epoch() {
        return epoch.get();
    }

    Holding take(OwnedKey key, long token) {
        epoch.accumulateAndGet(token, Math::max);
        Holding holding = new Holding(token);
        held.put(key.hash(), holding);
        return holding;
    }

    /** What is held under this token. */
    Optional<Holding> of(OwnedKey key, long token) {
        return Optional.ofNullable(held.get(key.hash())).filter(holding -> holding.token() == token);
    }

    /** Everything that is held, as it is now. */
    Map<OwnedKey.Hash, Holding> held() {
        return new LinkedHashMap<>(held);
    }

    /** It is held no more; tells whether it was until now. */
    boolean forget(OwnedKey key, Holding holding) {
        return held.remove(key.hash(), holding);
    }
}
