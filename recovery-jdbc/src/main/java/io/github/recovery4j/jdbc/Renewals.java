package io.github.recovery4j.jdbc;

import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the leases of open journals, three times within their time to live, on one daemon thread that is there once there is
 * something to do. Nobody is told when one is lost: the next append is.
 */
final class Renewals implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Renewals.class);
    private static final int TIMES = 3;

    private final Duration ttl;
    private @Nullable ScheduledThreadPoolExecutor executor;

    Renewals(Duration ttl) {
        this.ttl = ttl;
    }

    Duration ttl() {
        return ttl;
    }

    synchronized Future<?> keep(Lease lease) {
        long interval = ttl.toNanos() / TIMES;
        return executor().scheduleWithFixedDelay(() -> renew(lease), interval, interval, TimeUnit.NANOSECONDS);
    }

    private static void renew(Lease lease) {
        try {
            if (!lease.renew()) {
                log.warn("The lease of {} is lost; its journal takes no more records", lease.key());
            }
        } catch (LeaseException e) {
            log.warn("The lease of {} could not be renewed, which is tried again: {}", lease.key(), e.getMessage());
        }
    }

    private ScheduledThreadPoolExecutor executor() {
        ScheduledThreadPoolExecutor started = executor;
        if (started == null) {
            started = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "recovery4j-journal-lease");
                thread.setDaemon(true);
                return thread;
            });
            started.setRemoveOnCancelPolicy(true);
            executor = started;
        }
        return started;
    }

    @Override
    public synchronized void close() {
        if (executor != null) {
            executor.shutdownNow();
        }
    }
}
