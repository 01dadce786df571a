package io.github.recovery4j.job;

import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a lease, three times within its time to live, and tells once when it is lost: when the store says so, or when so
 * little is left of its time that somebody else might have it before the store is heard of again. That time is measured from
 * before a renewal was asked for, and {@linkplain #look looked at} on another thread, as the store may not answer at all.
 *
 * <p>A process that was stopped for longer than that and goes on asks first: nobody may have taken the lease.
 */
final class LeaseKeeper implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final int RENEWALS = 3;
    private static final int LOOKS = 12;

    private final Lease lease;
    private final Duration ttl;
    private final Ticker ticker;
    private final Runnable lost;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile long renewedAt;

    /** When the renewal that is under way was asked for; null if none is. */
    private volatile @Nullable Long asked;

    LeaseKeeper(Lease lease, Duration ttl, Ticker ticker, Runnable lost) {
        this.lease = lease;
        this.ttl = ttl;
        this.ticker = ticker;
        this.lost = lost;
        this.renewedAt = ticker.nanos();
    }

    static Duration interval(Duration ttl) {
        return ttl.dividedBy(RENEWALS);
    }

    /** How often somebody has to look. */
    static Duration looks(Duration ttl) {
        return ttl.dividedBy(LOOKS);
    }

    @Override
    public void run() {
        if (!told.get()) {
            renew();
        }
    }

    /** Tells nothing any more. */
    void end() {
        told.set(true);
    }

    /** Tells that the lease is lost if nothing was heard for too long from a store that was asked. */
    void look() {
        Long since = asked;
        long margin = 2 * looks(ttl).toNanos();
        long now = ticker.nanos();
        if (since != null && now - since >= margin && now - renewedAt >= ttl.toNanos() - margin) {
            log.warn("The renewal of the lease of {} was not answered in time", lease.key());
            tell();
        }
    }

    private void renew() {
        long now = ticker.nanos();
        asked = now;
        try {
            if (lease.renew()) {
                renewedAt = now;
            } else {
                tell();
            }
        } catch (Throwable e) { // a timer forgets a task that throws, whatever it is
            log.warn("The lease of {} could not be renewed: {}", lease.key(), e.toString());
            if (ticker.nanos() - renewedAt + interval(ttl).toNanos() >= ttl.toNanos()) {
                tell(); // the next try would come too late
            }
        } finally {
            asked = null;
        }
    }

    private void tell() {
        if (told.compareAndSet(false, true)) {
            lost.run();
        }
    }
}
