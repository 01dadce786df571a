package io.github.recovery4j.micrometer;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.health.HealthCheck;
import io.github.recovery4j.health.HealthMonitor;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.Replayer;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.queue.QueueDefinition;
import io.github.recovery4j.queue.WorkQueue;
import io.github.recovery4j.step.RetryPolicy;
import io.github.recovery4j.supervision.Diagnosis;
import io.github.recovery4j.supervision.FailureKind;
import io.github.recovery4j.supervision.Strategy;
import io.github.recovery4j.supervision.Subject;
import io.github.recovery4j.supervision.Supervisor;
import io.github.recovery4j.testkit.RecordingListener;
import io.github.recovery4j.warm.Outside;
import io.github.recovery4j.warm.WarmDefinition;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Real work of all kinds, some of which goes wrong, measured by one registry. */
final class Program implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofMillis(20);

    private final Path directory;
    private final RecordingListener events = new RecordingListener();
    private final RecoveryMetrics metrics = RecoveryMetrics.create();
    private final Recovery recovery;
    private final LifetimeCounters lifetime;
    private final HealthMonitor monitor;
    private final Supervisor supervisor;
    private final AtomicBoolean indexing = new AtomicBoolean(true);

    Program(Path directory, PrometheusMeterRegistry registry) {
        this.directory = directory;
        metrics.bindTo(registry);
        recovery = Recovery.builder()
                .directory(directory)
                .listener(metrics)
                .listener(events)
                .open();
        lifetime = metrics.keepLifetime(recovery, "program", Duration.ofHours(1));
        monitor = recovery.monitor(List.of(
                HealthCheck.of("well", asked("well", Answer.up("fine"))).every(SOON),
                HealthCheck.of("ill", asked("ill", Answer.down("not fine")))
                        .every(SOON)
                        .failingAfter(1)));
        supervisor = recovery.supervise(List.of(
                Subject.named("indexer", this::indexer)
                        .every(SOON, PATIENCE)
                        .curing(Strategy.act("restart", failure -> indexing.set(true)))
                        .build(),
                Subject.named("hopeless", () -> Diagnosis.failed(FailureKind.FROZEN, "does nothing"))
                        .every(SOON, PATIENCE)
                        .curing(Strategy.escalate("call somebody"))
                        .build()));
        metrics.watch(monitor);
        metrics.watch(supervisor);
        metrics.watch(recovery);
    }

    private static Probe asked(String name, Answer answer) {
        return Probe.of(name, PATIENCE, () -> answer);
    }

    private Diagnosis indexer() {
        return indexing.get() ? Diagnosis.healthy() : Diagnosis.failed(FailureKind.CRASHED, "gone");
    }

    HealthReport health() {
        return HealthReport.of(monitor, supervisor);
    }

    void work() throws Exception {
        jobs();
        sagas();
        queues();
        ledgers();
        warmRestart();
        indexing.set(false);
        events.await(RecoveryEvent.Cured.class, PATIENCE);
        events.await(RecoveryEvent.Escalated.class, PATIENCE);
        events.await(RecoveryEvent.CheckFailed.class, PATIENCE);
        lifetime.save();
    }

    /** One that dies twice, and whose newest checkpoint rots before it is resumed. */
    private void jobs() throws IOException {
        recovery.run(counting(run -> {
            run.checkpoint(1);
            run.checkpoint(2);
            throw new IOException("died");
        }));
        String run =
                events.of(RecoveryEvent.AttemptStarted.class).get(0).run().id().text();
        Files.writeString(directory.resolve("counting").resolve(run + ".tmp.json"), "rot");
        recovery.run(counting(again -> {
            again.checkpoint(again.state() + 1);
            throw new IOException("died again");
        }));
        recovery.run(counting(again -> again.state()));
    }

    private static RecoverableJob<NoConfig, Integer, Integer> counting(Work<NoConfig, Integer, Integer> work) {
        return RecoverableJob.named("counting").state(Integer.class, () -> 0).work(work);
    }

    /** One that is undone, and one that is stuck. */
    private void sagas() {
        for (boolean open : new boolean[] {true, false}) {
            RecoverableJob<String, ?, String> job = RecoverableJob.saga("book-trip")
                    .retryingCompensations(RetryPolicy.NONE)
                    .work(run -> {
                        run.step("hotel", String.class)
                                .compensate((room, step) -> {
                                    if (!open) {
                                        throw new IOException("closed");
                                    }
                                })
                                .call(step -> "room");
                        return run.step("flight", String.class, step -> {
                            throw new IOException("no seat");
                        });
                    });
            recovery.run(job, open ? "trip-1" : "trip-2");
        }
    }

    /** One waits, and one has failed. */
    private void queues() {
        WorkQueue<String> queue =
                recovery.queue(QueueDefinition.named("payments", String.class).retry(RetryPolicy.attempts(1)));
        metrics.watch("payments", queue);
        queue.submit("order-1", "10");
        queue.submit("order-2", "20");
        queue.fail(queue.claim().orElseThrow(), "no money");
    }

    private void ledgers() {
        Ledger<String, String> ledger = recovery.ledger("services", String.class, String.class);
        ledger.put("web", "up");
        Replayer.of(ledger, entry -> {}).restore();
    }

    private void warmRestart() {
        recovery.warmRestart(WarmDefinition.named("ports", String.class, String.class, new Outside<String, String>() {
            @Override
            public void write(String key, String value) {}

            @Override
            public void delete(String key) {}
        }));
    }

    @Override
    public void close() {
        lifetime.close();
        recovery.close();
    }
}
