package io.github.recovery4j.job;

import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a lease, three times within its time to live, and tells once when it is lost: when the store says so, or when
 * nothing was heard from the store for as long as the lease lives.
 */
final class LeaseKeeper implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    private final Lease lease;
    private final Duration ttl;
    private final Ticker ticker;
    private final Runnable lost;
    private long renewedAt;
    private volatile boolean told;

    LeaseKeeper(Lease lease, Duration ttl, Ticker ticker, Runnable lost) {
        this.lease = lease;
        this.ttl = ttl;
        this.ticker = ticker;
        this.lost = lost;
        this.renewedAt = ticker.nanos();
    }

    static Duration interval(Duration ttl) {
        return ttl.dividedBy(3);
    }

    @Override
    public void run() {
        if (!told) {
            renew();
        }
    }

    /** Tells nothing any more. */
    void end() {
        told = true;
    }

    private void renew() {
        long asked = ticker.nanos();
        try {
            if (lease.renew()) {
                renewedAt = asked;
            } else {
                tell();
            }
        } catch (Throwable e) { // a timer forgets a task that throws, whatever it is
            log.warn("The lease of {} could not be renewed: {}", lease.key(), e.toString());
            if (ticker.nanos() - renewedAt >= ttl.toNanos()) {
                tell();
            }
        }
    }

    private void tell() {
        if (!told) {
            told = true;
            lost.run();
        }
    }
}
