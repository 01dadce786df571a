package io.github.recovery4j.lease;

import java.time.Duration;
import java.util.Optional;

/**
 * Hands out leases.
 *
 * <ol>
 *   <li>At any moment at most one lease of a key is valid.
 *   <li>The token of a lease is greater than that of every earlier lease of the key, for as long as the thing that is
 *       leased exists.
 *   <li>An owner that died frees its leases: at once where the medium can tell, when their time to live is over where
 *       it cannot.
 * </ol>
 *
 * <p>Safe for use by many threads; an owner that asks again for what it holds is refused like anybody else. Every
 * method may throw {@link LeaseException} if the medium fails.
 */
public interface LeaseStore {

    /**
     * Tries to take a lease without waiting for an owner that may be alive.
     *
     * @param key what to own
     * @param owner on whose behalf
     * @param ttl how long the lease is valid unless it is renewed
     * @return the lease, or who has it
     */
    Claim tryAcquire(LeaseKey key, Owner owner, Duration ttl);

    /**
     * Tells who holds a lease, without taking part: no lock is taken and nothing is changed.
     *
     * @param key what may be owned
     * @return the holder, unless the lease is free, released, expired, or its owner is known to be dead
     */
    Optional<Holder> holder(LeaseKey key);
}
