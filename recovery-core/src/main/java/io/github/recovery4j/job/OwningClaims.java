package io.github.recovery4j.job;

import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.plan.Claims;
import io.github.recovery4j.step.StepHistory;
import io.github.recovery4j.step.StepJournal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claims of a real start. It holds the admission lease of the job while runs are looked at, so that two starts of
 * one configuration cannot both find nothing and both begin; once a run is claimed, that run's lease keeps others out,
 * and the admission lease is free for other configurations. Whoever takes over one run looks at no others, and holds no
 * admission lease.
 *
 * <p>The leases of runs are renewed from the claim on, as deciding may take longer than they live. One thread.
 */
final class OwningClaims implements Claims, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OwningClaims.class);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Services services;
    private final String job;
    private final Owner owner;
    private final Duration ttl;
    private final boolean required;
    private final Keeping keeping;
    private final Map<RunKey, Lease> claimed = new HashMap<>();
    private final Map<RunKey, StepJournal> journals = new HashMap<>();
    private final Map<RunKey, Runnable> kept = new HashMap<>();
    private @Nullable Lease admission;

    /** Renews leases. */
    @FunctionalInterface
    interface Keeping {

        /** Renews a lease from now on; what is returned ends that. */
        Runnable keep(Lease lease);
    }

    private OwningClaims(Services services, String job, JobRunner.Settings settings, Keeping keeping) {
        this.services = services;
        this.job = job;
        this.owner = settings.owner();
        this.ttl = settings.leaseTtl();
        this.required = settings.mode() == RecoveryMode.REQUIRED;
        this.keeping = keeping;
    }

    /** Those of a start that looks at all runs of a job. */
    static OwningClaims ofJob(Services services, String job, JobRunner.Settings settings, Keeping keeping) {
        OwningClaims claims = new OwningClaims(services, job, settings, keeping);
        claims.admission = claims.waitForAdmission();
        return claims;
    }

    /** Those of somebody who takes over one run. */
    static OwningClaims ofRun(Services services, RunKey run, JobRunner.Settings settings, Keeping keeping) {
        return new OwningClaims(services, run.job(), settings, keeping);
    }

    private Lease waitForAdmission() {
        long start = services.ticker().nanos();
        while (true) {
            Claim claim = services.leases().tryAcquire(LeaseKey.admission(job), owner, ttl);
            if (claim instanceof Claim.Acquired acquired) {
                return acquired.lease();
            }
            if (services.ticker().nanos() - start >= PATIENCE.toNanos() || !paused()) {
                throw new AdmissionBusyException("another start of it has not come to a decision: %s"
                        .formatted(describe(((Claim.Held) claim).holder())));
            }
        }
    }

    private boolean paused() {
        try {
            services.waiter().await(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String describe(Optional<Holder> holder) {
        return holder.map(Holder::toString).orElse("somebody who cannot be named");
    }

    @Override
    public Optional<String> claim(RunKey run) {
        Optional<String> holder = take(run);
        if (holder.isEmpty()) {
            endAdmission();
        }
        return holder;
    }

    private Optional<String> take(RunKey run) {
        Claim claim = services.leases().tryAcquire(LeaseKey.of(run), owner, ttl);
        if (claim instanceof Claim.Acquired acquired) {
            claimed.put(run, acquired.lease());
            kept.put(run, keeping.keep(acquired.lease()));
            return Optional.empty();
        }
        return Optional.of(describe(((Claim.Held) claim).holder()));
    }

    @Override
    public void setAside(RunKey run, List<Damage> damages) {
        Claim claim = services.leases().tryAcquire(LeaseKey.of(run), owner, ttl);
        if (claim instanceof Claim.Acquired acquired) {
            damages.forEach(damage -> quarantine(damage, acquired.lease()));
            release(acquired.lease());
        }
    }

    /**
     * The lease of a run that does not exist yet, so nobody can have it. Others must not look at the runs before this one
     * is recorded, which {@link #endAdmission} tells.
     */
    Lease claimNew(RunKey run) {
        take(run).ifPresent(holder -> {
            throw new LeaseException(
                    "The new run %s is already owned by %s; nothing was started".formatted(run, holder), null);
        });
        return lease(run);
    }

    Lease lease(RunKey run) {
        Lease lease = claimed.get(run);
        if (lease == null) {
            throw new IllegalStateException(run + " was not claimed");
        }
        return lease;
    }

    @Override
    public StepHistory steps(RunKey run) {
        return journal(run).history();
    }

    /** The journal of a claimed run, opened once. */
    StepJournal journal(RunKey run) {
        return journals.computeIfAbsent(
                run,
                key -> StepJournal.open(
                        services.storage().journals(), key, lease(key).token(), required));
    }

    private void close(RunKey run) {
        StepJournal opened = journals.remove(run);
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public void release(RunKey run) {
        leave(run);
        close(run);
        release(lease(run));
        claimed.remove(run);
        if (admission == null) {
            admission = waitForAdmission();
        }
    }

    @Override
    public void quarantine(Damage damage) {
        quarantine(damage, lease(damage.run()));
    }

    private void quarantine(Damage damage, Lease lease) {
        String evidence = services.storage().checkpoints().quarantine(damage, lease.token());
        services.listener()
                .on(new RecoveryEvent.Quarantined(
                        services.clock().instant(), damage.run(), damage.toString(), evidence));
    }

    /** Renews the lease of a run no more: it is looked after otherwise, or the run is to be removed. */
    void leave(RunKey run) {
        Runnable end = kept.remove(run);
        if (end != null) {
            end.run();
        }
    }

    /** Lets others look at the runs of the job. */
    void endAdmission() {
        if (admission != null) {
            release(admission);
            admission = null;
        }
    }

    private static void release(Lease lease) {
        try {
            lease.release();
        } catch (LeaseException e) {
            log.warn("{}", e.getMessage());
        }
    }

    /** Gives everything back. */
    @Override
    public void close() {
        endAdmission();
        List.copyOf(kept.keySet()).forEach(this::leave);
        List.copyOf(journals.keySet()).forEach(this::close);
        claimed.values().forEach(OwningClaims::release);
        claimed.clear();
    }
}
