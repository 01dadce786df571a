package io.github.recovery4j.lease;

import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The leases of a storage that one process has for itself: kept in memory, each with its time to live. Whoever opens the
 * storage next starts with greater tokens than were ever given away before.
 */
public final class LocalLeases implements LeaseStore {

    private final String location;
    private final long firstToken;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Map<LeaseKey, LocalLease> newest = new ConcurrentHashMap<>();
    private boolean closed;

    /**
     * Creates a store without any lease.
     *
     * @param location the storage, for messages
     * @param firstToken the token of the first lease of a key; greater than all that an earlier process gave away
     * @param ticker measures the time to live
     * @param clock stamps acquisitions
     */
    public LocalLeases(String location, long firstToken, Ticker ticker, InstantSource clock) {
        this.location = location;
        this.firstToken = firstToken;
        this.ticker = ticker;
        this.clock = clock;
    }

    @Override
    public synchronized Claim tryAcquire(LeaseKey key, Owner owner, Duration ttl) {
        requireOpen();
        LocalLease current = newest.get(key);
        if (current != null && current.valid()) {
            return new Claim.Held(Optional.of(current.holder));
        }
        long token = current == null ? firstToken : current.token() + 1;
        LocalLease lease = new LocalLease(key, new Holder(owner, token, clock.instant()), ttl);
        newest.put(key, lease);
        return new Claim.Acquired(
                lease,
                Optional.ofNullable(current).filter(last -> !last.released).map(last -> last.holder));
    }

    @Override
    public synchronized Optional<Holder> holder(LeaseKey key) {
        requireOpen();
        return Optional.ofNullable(newest.get(key)).filter(LocalLease::valid).map(lease -> lease.holder);
    }

    /**
     * Checks that a token is that of the valid lease of a run.
     *
     * @param run whose
     * @param token the fencing token of a write
     * @throws FencedException if it is not
     */
    public void requireOwner(RunKey run, long token) {
        LocalLease current = newest.get(LeaseKey.of(run));
        if (current == null || current.token() != token || !current.valid()) {
            throw new FencedException(
                    run,
                    token,
                    current == null || !current.valid()
                            ? "the lease is released or expired, or the run was removed"
                            : "it is held by " + current.holder);
        }
    }

    /**
     * Forgets the lease of something that exists no more.
     *
     * @param key what was leased
     */
    public synchronized void forget(LeaseKey key) {
        newest.remove(key);
    }

    /** Gives no lease away any more. */
    public synchronized void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new LeaseException(location + " is closed; no lease was taken", null);
        }
    }

    private final class LocalLease implements Lease {

        private final LeaseKey key;
        private final Holder holder;
        private final long ttlNanos;
        private volatile long renewedAt;
        private volatile boolean released;

        LocalLease(LeaseKey key, Holder holder, Duration ttl) {
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
            synchronized (LocalLeases.this) {
                requireOpen();
                if (newest.get(key) != this || !valid()) {
                    return false;
                }
                renewedAt = ticker.nanos();
                return true;
            }
        }

        @Override
        public boolean release() {
            synchronized (LocalLeases.this) {
                LocalLease current = newest.get(key);
                boolean gone = current == null; // with what was leased
                boolean owned = !released && (gone || (current == this && valid()));
                released |= owned;
                return owned;
            }
        }
    }
}
