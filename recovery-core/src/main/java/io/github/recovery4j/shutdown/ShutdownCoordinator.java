package io.github.recovery4j.shutdown;

import io.github.recovery4j.shutdown.ShutdownReport.Ending;
import io.github.recovery4j.shutdown.ShutdownReport.PhaseReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the phases of a shutdown once, in order. A phase that takes longer than its deadline is interrupted and
 * left behind; a phase that fails does not keep the next from being carried out. Whoever asks again waits for the first
 * shutdown and gets its report. Safe for use by many threads.
 */
public final class ShutdownCoordinator {

    private static final Logger log = LoggerFactory.getLogger(ShutdownCoordinator.class);

    private final List<ShutdownPhase> phases;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<ShutdownReport> report = new CompletableFuture<>();

    /**
     * Creates a coordinator.
     *
     * @param phases what to do, in this order
     */
    public ShutdownCoordinator(List<ShutdownPhase> phases) {
        this.phases = List.copyOf(phases);
    }

    /** {@return how the shutdown went, after carrying it out if nobody has yet} */
    public ShutdownReport shutdown() {
        if (begun.compareAndSet(false, true)) {
            List<PhaseReport> reports = new ArrayList<>();
            for (ShutdownPhase phase : phases) {
                reports.add(carryOut(phase));
            }
            ShutdownReport finished = new ShutdownReport(reports);
            if (!finished.clean()) {
                log.warn("Shutdown was not clean: {}", finished.problems());
            }
            report.complete(finished);
        }
        return report.join();
    }

    private static PhaseReport carryOut(ShutdownPhase phase) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            phase.action().run();
            return null;
        });
        Thread thread = new Thread(task, "recovery4j-shutdown: " + phase.name());
        thread.setDaemon(true);
        thread.start();
        return await(phase, task);
    }

    /** An interrupt of the caller does not cut the shutdown short; it is kept for afterwards. */
    private static PhaseReport await(ShutdownPhase phase, FutureTask<Void> task) {
        long end = System.nanoTime() + phase.deadline().toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                    return new PhaseReport(phase.name(), Ending.DONE, Optional.empty());
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return new PhaseReport(phase.name(), Ending.FAILED, Optional.ofNullable(e.getCause()));
                } catch (TimeoutException e) {
                    task.cancel(true);
                    return new PhaseReport(phase.name(), Ending.CUT_OFF, Optional.empty());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
