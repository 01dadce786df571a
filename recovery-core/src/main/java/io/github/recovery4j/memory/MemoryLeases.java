package io.github.recovery4j.memory;

import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Leases with a time to live, measured by a ticker. Guarded by this. */
final class MemoryLeases implements LeaseStore {

    private final Ticker ticker;
    private final InstantSource clock;
    private final Map<LeaseKey, MemoryLease> newest = new HashMap<>();
    private boolean closed;

    MemoryLeases(Ticker ticker, InstantSource clock) {
        this.ticker = ticker;
        this.clock = clock;
    }

    @Override
    public synchronized Claim tryAcquire(LeaseKey key, Owner owner, Duration ttl) {
        requireOpen();
        MemoryLease current = newest.get(key);
        if (current != null && current.valid()) {
            return new Claim.Held(Optional.of(current.holder));
        }
        long token = current == null ? 1 : current.token() + 1;
        MemoryLease lease = new MemoryLease(key, new Holder(owner, token, clock.instant()), ttl);
        newest.put(key, lease);
        return new Claim.Acquired(lease);
    }

    @Override
    public synchronized Optional<Holder> holder(LeaseKey key) {
        requireOpen();
        return Optional.ofNullable(newest.get(key)).filter(MemoryLease::valid).map(lease -> lease.holder);
    }

    private boolean validToken(LeaseKey key, long token) {
        MemoryLease current = newest.get(key);
        return current != null && current.token() == token && current.valid();
    }

    /** Throws unless the token is the current one of the run. */
    synchronized void requireOwner(RunKey run, long token) {
        LeaseKey key = LeaseKey.of(run);
        if (!validToken(key, token)) {
            throw new FencedException(
                    run,
                    token,
                    Optional.ofNullable(newest.get(key))
                            .filter(MemoryLease::valid)
                            .map(lease -> "it is held by " + lease.holder)
                            .orElse("the lease is released or expired, or the run was removed"));
        }
    }

    synchronized void forget(LeaseKey key) {
        newest.remove(key);
    }

    synchronized void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new LeaseException("The storage in memory is closed; no lease was taken", null);
        }
    }

    private final class MemoryLease implements Lease {

        private final LeaseKey key;
        private final Holder holder;
        private final long ttlNanos;
        private long renewedAt;
        private boolean released;

        MemoryLease(LeaseKey key, Holder holder, Duration ttl) {
            this.key = key;
            this.holder = holder;
            this.ttlNanos = ttl.toNanos();
            this.renewedAt = ticker.nanos();
        }

        boolean valid() {
            return !released && ticker.nanos() - renewedAt < ttlNanos;
        }

        @Override
        public LeaseKey key() {
            return key;
        }

        @Override
        public long token() {
            return holder.token();
        }

        @Override
        public boolean renew() {
            synchronized (MemoryLeases.this) {
                requireOpen();
                if (newest.get(key) != this || !valid()) {
                    return false;
                }
                renewedAt = ticker.nanos();
                return true;
            }
        }

        @Override
        public void release() {
            synchronized (MemoryLeases.this) {
                released = true;
            }
        }
    }
}
