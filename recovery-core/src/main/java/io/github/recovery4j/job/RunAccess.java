package io.github.recovery4j.job;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseKey;

/**
 * Runs in the hands of an operator.
 *
 * @param services where they are kept, and who hears of it
 * @param settings in whose name they are taken
 */
public record RunAccess(Services services, JobRunner.Settings settings) {

    /**
     * {@return the run of an id}
     *
     * @param run its id
     * @throws IllegalArgumentException if there is none
     */
    public RunKey find(RunId run) {
        CheckpointStore store = services.storage().checkpoints();
        return store.jobs().stream()
                .flatMap(job -> store.runs(job).stream())
                .filter(key -> key.id().equals(run))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no run %s in %s"
                        .formatted(run, services.storage().describe())));
    }

    /**
     * {@return the lease of a run, to be released}
     *
     * @param run which
     * @throws LeaseException if it is being worked on
     */
    public Lease own(RunKey run) {
        Claim claim = services.leases().tryAcquire(LeaseKey.of(run), settings.owner(), settings.leaseTtl());
        if (claim instanceof Claim.Held held) {
            throw new LeaseException(
                    "Run %s was not changed, it is being worked on by %s"
                            .formatted(run, held.holder().map(Object::toString).orElse("another process")),
                    null);
        }
        return ((Claim.Acquired) claim).lease();
    }
}
