package io.github.recovery4j.job;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.lease.Owner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells which runs were taken and given back. Whoever loses one hears of it by renewing, and tells that. */
final class AnnouncedLeases implements LeaseStore {

    private final LeaseStore leases;
    private final RecoveryListener listener;
    private final InstantSource clock;

    AnnouncedLeases(LeaseStore leases, RecoveryListener listener, InstantSource clock) {
        this.leases = leases;
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public Claim tryAcquire(LeaseKey key, Owner owner, Duration ttl) {
        Optional<RunKey> run = key.run(); // first: a key that makes no sense is not to be taken
        Claim claim = leases.tryAcquire(key, owner, ttl);
        return run.isPresent() && claim instanceof Claim.Acquired acquired ? announced(run.get(), acquired) : claim;
    }

    private Claim announced(RunKey run, Claim.Acquired acquired) {
        Lease lease = acquired.lease();
        listener.on(new RecoveryEvent.LeaseAcquired(clock.instant(), run, lease.token(), acquired.abandoned()));
        return new Claim.Acquired(new AnnouncedLease(run, lease), acquired.abandoned());
    }

    @Override
    public Optional<Holder> holder(LeaseKey key) {
        return leases.holder(key);
    }

    private final class AnnouncedLease implements Lease {

        private final RunKey run;
        private final Lease lease;
        private final AtomicBoolean ended = new AtomicBoolean();

        AnnouncedLease(RunKey run, Lease lease) {
            this.run = run;
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
            boolean renewed = lease.renew();
            if (!renewed) {
                ended.set(true);
            }
            return renewed;
        }

        @Override
        public boolean release() {
            boolean released = lease.release() && !ended.getAndSet(true);
            if (released) {
                listener.on(new RecoveryEvent.LeaseReleased(clock.instant(), run, token()));
            }
            return released;
        }
    }
}
