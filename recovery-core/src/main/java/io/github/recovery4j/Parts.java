package io.github.recovery4j;

import io.github.recovery4j.audit.AuditLog;
import io.github.recovery4j.durable.Closing;
import io.github.recovery4j.job.JobRunner;
import io.github.recovery4j.shutdown.ShutdownPhase;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.takeover.TakeOvers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a recovery consists of, and the order in which that ends. */
record Parts(
        Guards guards,
        ChildHomes children,
        TakeOvers takeOvers,
        JobRunner runner,
        DurableCollections collections,
        Storage storage,
        Optional<AuditLog> auditLog) {

    /**
     * Nothing is restarted that is being stopped; runs may need their children to the end, and who gets their leases does not
     * meet them; what closing tells is still recorded.
     *
     * @param grace for what waits for code of the host
     * @param other for everything else
     */
    List<ShutdownPhase> phases(Duration grace, Duration other) {
        List<ShutdownPhase> phases = new ArrayList<>(List.of(
                new ShutdownPhase("stop guarding", other, guards::close),
                new ShutdownPhase("stop taking over", other, takeOvers::refuse),
                new ShutdownPhase("refuse new work", other, runner::refuse),
                new ShutdownPhase("stop runs", grace, runner::stopAll),
                new ShutdownPhase("stop workers", grace, collections::stopWork),
                new ShutdownPhase("close warm restarts", grace, collections.warmRestarts()::close),
                new ShutdownPhase("save reported states", other, runner::saveReported),
                new ShutdownPhase("end children", grace.plus(other), () -> children.close(grace)),
                new ShutdownPhase("release leases", other, runner::releaseLeases),
                new ShutdownPhase(
                        "close the storage", other, () -> Closing.all(List.of(runner, collections, storage)))));
        auditLog.ifPresent(log -> phases.add(new ShutdownPhase("close the audit log", other, log::close)));
        return phases;
    }
}
