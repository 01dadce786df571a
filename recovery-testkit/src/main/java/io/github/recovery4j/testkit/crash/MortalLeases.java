package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.lease.Owner;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Leases in the hands of a process that may die. Asking in vain, and renewing, passes no boundary: how often that happens
 * is a matter of time.
 */
final class MortalLeases implements LeaseStore {

    private final LeaseStore leases;
    private final Life life;
    private final Set<LeaseKey> taken = ConcurrentHashMap.newKeySet();

    MortalLeases(LeaseStore leases, Life life) {
        this.leases = leases;
        this.life = life;
    }

    @Override
    public Claim tryAcquire(LeaseKey key, Owner owner, Duration ttl) {
        Claim claim = life.alive(() -> leases.tryAcquire(key, owner, ttl));
        if (claim instanceof Claim.Acquired acquired) {
            taken.add(key);
            life.pass(new Deed(name(key), "was taken").after());
            return new Claim.Acquired(new MortalLease(acquired.lease()), acquired.abandoned());
        }
        return claim;
    }

    /** What earlier lives of this JVM left is not held: to the storage they are one process, and alive. */
    @Override
    public Optional<Holder> holder(LeaseKey key) {
        return life.alive(() -> taken.contains(key) ? leases.holder(key) : Optional.empty());
    }

    private static String name(LeaseKey key) {
        boolean admission = key.equals(LeaseKey.admission(key.job()));
        return "the lease of %s '%s'".formatted(admission ? "the admission to" : "the run of", key.job());
    }

    private final class MortalLease implements Lease {

        private final Lease lease;

        MortalLease(Lease lease) {
            this.lease = lease;
        }

        @Override
        public LeaseKey key() {
            return lease.key();
        }

        @Override
        public long token() {
            return lease.token();
        }

        @Override
        public boolean renew() {
            return life.alive(lease::renew);
        }

        @Override
        public boolean release() {
            return life.doing(Deed.writing("the release of " + name(key())), lease::release);
        }
    }
}
