package io.github.recovery4j.micrometer;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.health.HealthMonitor;
import io.github.recovery4j.queue.WorkQueue;
import io.github.recovery4j.supervision.Supervisor;
import io.github.recovery4j.time.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Counts and measures what happens, for Micrometer. {@code docs/metrics.md} has every meter.
 *
 * <pre>{@code
 * RecoveryMetrics metrics = RecoveryMetrics.create();
 * metrics.bindTo(registry);                                    // first: it counts from then on
 * Recovery recovery = Recovery.builder().directory(data).listener(metrics).open();
 * metrics.watch(recovery.monitor(checks));
 * metrics.watch("payments", recovery.queue("payments", Payment.class));
 * }</pre>
 *
 * <ol>
 *   <li>Tags have few values: names that a program gives to jobs, steps, queues and so on, at most so many of each, all further
 *       ones being {@code other}; and choices that are known here. Run ids, keys, reasons and messages are in no tag, and of
 *       tenants all are counted together.
 *   <li>A counter of a name is there with 0 as soon as the name is known, so that its first growth shows. Nothing else is there
 *       before there is something to tell: what is not known is absent, or NaN, and never 0.
 *   <li>What is not known to this version of the library counts nowhere, and harms nobody.
 * </ol>
 *
 * <p>One of these serves one recovery, and any number of registries. Safe for use by many threads; nothing here waits, except the
 * gauges of {@linkplain #watch(String, WorkQueue) queues} and {@linkplain #watch(Recovery) sagas}, which whoever reads a registry
 * asks.
 */
public final class RecoveryMetrics implements MeterBinder, RecoveryListener {

    private static final int MOST_NAMES = 100;

    private final int mostNames;
    private final Meters meters;
    private final Routes routes = new Routes();
    private final QueueMeters queues;
    private final SagaMeters sagas;
    private final HealthMeters health;
    private final SupervisionMeters supervision;
    private final AtomicBoolean lifetimeKept = new AtomicBoolean();

    RecoveryMetrics(int mostNames, Ticker ticker) {
        this.mostNames = mostNames;
        this.meters = new Meters(
                definitions().stream()
                        .filter(each -> each.kind() == Definition.Kind.COUNTER)
                        .toList(),
                mostNames);
        this.queues = new QueueMeters(meters, ticker);
        this.sagas = new SagaMeters(meters, ticker);
        this.health = new HealthMeters(meters);
        this.supervision = new SupervisionMeters(meters);
        List.of(
                        new StartMeters(meters, ticker),
                        new AttemptMeters(meters, ticker),
                        new LeaseMeters(meters),
                        new TakeOverMeters(meters),
                        new StepMeters(meters),
                        sagas,
                        new LedgerMeters(meters),
                        queues,
                        health,
                        supervision,
                        new WarmMeters(meters))
                .forEach(area -> area.listen(routes));
    }

    /** {@return metrics that tell a hundred names of each kind apart} */
    public static RecoveryMetrics create() {
        return withNames(MOST_NAMES);
    }

    /**
     * {@return metrics that tell so many names of each kind apart: so many jobs, so many steps, and so on; the first ones that
     * come}
     *
     * @param most how many, at least 1
     */
    public static RecoveryMetrics withNames(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("At least one name is told apart, got " + most);
        }
        return new RecoveryMetrics(most, Ticker.system());
    }

    /** Every meter that there is, area by area. */
    static List<Definition> definitions() {
        return Stream.of(
                        StartMeters.definitions(),
                        AttemptMeters.definitions(),
                        LeaseMeters.definitions(),
                        TakeOverMeters.definitions(),
                        StepMeters.definitions(),
                        SagaMeters.definitions(),
                        LedgerMeters.definitions(),
                        QueueMeters.definitions(),
                        HealthMeters.definitions(),
                        SupervisionMeters.definitions(),
                        WarmMeters.definitions())
                .flatMap(List::stream)
                .toList();
    }

    Meters meters() {
        return meters;
    }

    Routes routes() {
        return routes;
    }

    int mostNames() {
        return mostNames;
    }

    /**
     * Shows everything in a registry too, from now on. What was counted before is not in it: bind before events come.
     *
     * @param registry one more
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        meters.bind(registry);
    }

    @Override
    public void on(RecoveryEvent event) {
        routes.send(event);
    }

    /**
     * Shows how the checks of a monitor stand. A check that is watched already, of another monitor too, stays with that.
     *
     * @param monitor asks them
     * @return ends it
     */
    public Watching watch(HealthMonitor monitor) {
        return health.watch(monitor);
    }

    /**
     * Shows how the subjects of a supervisor stand. A subject that is watched already, of another supervisor too, stays with
     * that.
     *
     * @param supervisor looks after them
     * @return ends it
     */
    public Watching watch(Supervisor supervisor) {
        return supervision.watch(supervisor);
    }

    /**
     * Shows how much work there is in a queue. Whoever reads a registry asks the queue, once a second at most, and may wait for
     * its storage.
     *
     * @param name what it is called in the tag; of two with the same name the first one is shown
     * @param queue an open queue
     * @return ends it
     */
    public Watching watch(String name, WorkQueue<?> queue) {
        return queues.watch(name, queue);
    }

    /**
     * Shows how many sagas are stuck in the storage of a recovery. Whoever reads a registry reads the storage, every 30 seconds at
     * most.
     *
     * @param recovery an open recovery
     * @return ends it
     */
    public Watching watch(Recovery recovery) {
        return sagas.watch(recovery);
    }

    /**
     * Keeps the counts of all counters and timers in the storage of a recovery, so that they go on after restarts.
     *
     * @param recovery an open recovery; close what is returned before it
     * @param name whose counts they are; one process at a time has them, so processes that share a storage need different ones
     * @param interval how often they are saved, positive: what a crash loses at most
     * @return saves them once more when it is closed
     * @throws IllegalStateException if this was called before: the counts of these metrics would count twice
     * @throws io.github.recovery4j.journal.JournalException if another process has them, or the storage does not work
     * @throws io.github.recovery4j.codec.CodecException if those of earlier processes cannot be read; they stay as they are
     */
    public LifetimeCounters keepLifetime(Recovery recovery, String name, Duration interval) {
        if (lifetimeKept.getAndSet(true)) {
            throw new IllegalStateException("The counts of these metrics were kept already, and would count twice;"
                    + " make new metrics for another recovery");
        }
        return LifetimeCounters.keep(this, recovery, name, interval);
    }
}
