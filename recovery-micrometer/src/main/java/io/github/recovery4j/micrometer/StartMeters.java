package io.github.recovery4j.micrometer;

import static io.github.recovery4j.micrometer.Tag.JOB;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent.AttemptStarted;
import io.github.recovery4j.event.RecoveryEvent.Decision;
import io.github.recovery4j.event.RecoveryEvent.Degraded;
import io.github.recovery4j.event.RecoveryEvent.Discarded;
import io.github.recovery4j.event.RecoveryEvent.LeaseAcquired;
import io.github.recovery4j.event.RecoveryEvent.LeaseLost;
import io.github.recovery4j.event.RecoveryEvent.LeaseReleased;
import io.github.recovery4j.event.RecoveryEvent.Planned;
import io.github.recovery4j.event.RecoveryEvent.Quarantined;
import io.github.recovery4j.event.RecoveryEvent.Repaired;
import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What happens until the work of a run begins. */
final class StartMeters implements Area {

    private static final Definition PLANS = Definition.counter(
            "recovery4j.plans", "what was decided at starts of a job", JOB, Tag.of("decision", Decision.class));
    private static final Definition STARTS = Definition.counter(
            "recovery4j.starts",
            "attempts whose work began, without or with a checkpoint to go on from",
            JOB,
            Tag.of("start", "cold", "warm"));
    private static final Definition RECOVERY = Definition.timer(
            "recovery4j.recovery",
            "from owning a run to going on with it: loading, checking and repairing; warm starts only",
            JOB);
    private static final Definition LOST_WORK = Definition.timer(
            "recovery4j.lost.work",
            "the age of the checkpoint that is gone on from: how much work may have to be done again; warm starts only",
            JOB);
    private static final Definition QUARANTINED =
            Definition.counter("recovery4j.quarantined", "damaged checkpoints that were set aside", JOB);
    private static final Definition FALLBACKS = Definition.counter(
            "recovery4j.fallbacks", "warm starts from an older checkpoint, as a newer one was damaged", JOB);
    private static final Definition REPAIRS =
            Definition.counter("recovery4j.repairs", "repairs of what a run depends on, before it was resumed", JOB);
    private static final Definition DISCARDED = Definition.counter(
            "recovery4j.discarded", "runs that were given up, as what they depended on is gone", JOB);
    private static final Definition DEGRADED = Definition.counter(
            "recovery4j.degraded",
            "starts without recovery, as it did not work and the host asked to go on; without a job if there was no storage at all",
            JOB);

    private final Meters meters;
    private final Ticker ticker;
    private final Map<RunKey, Long> owned = new ConcurrentHashMap<>();
    private final Set<RunKey> damaged = ConcurrentHashMap.newKeySet();

    StartMeters(Meters meters, Ticker ticker) {
        this.meters = meters;
        this.ticker = ticker;
    }

    static List<Definition> definitions() {
        return List.of(PLANS, STARTS, RECOVERY, LOST_WORK, QUARANTINED, FALLBACKS, REPAIRS, DISCARDED, DEGRADED);
    }

    @Override
    public void listen(Routes routes) {
        routes.on(Planned.class, event -> meters.count(PLANS, event.job(), Tag.word(event.decision())));
        routes.on(LeaseAcquired.class, event -> owned.put(event.run(), ticker.nanos()));
        routes.on(Quarantined.class, this::quarantined);
        routes.on(Repaired.class, event -> meters.count(REPAIRS, event.run().job()));
        routes.on(Discarded.class, event -> meters.count(DISCARDED, event.run().job()));
        routes.on(Degraded.class, event -> meters.count(DEGRADED, event.job()));
        routes.on(AttemptStarted.class, this::started);
        routes.on(LeaseReleased.class, event -> forget(event.run()));
        routes.on(LeaseLost.class, event -> forget(event.run()));
    }

    private void quarantined(Quarantined event) {
        meters.count(QUARANTINED, event.run().job());
        if (owned.containsKey(event.run())) {
            damaged.add(event.run());
        }
    }

    private void started(AttemptStarted event) {
        String job = event.run().job();
        boolean warm = event.resumedFrom().isPresent();
        meters.count(STARTS, job, warm ? "warm" : "cold");
        event.lostWork().ifPresent(age -> meters.time(LOST_WORK, age, job));
        if (warm) {
            Optional.ofNullable(owned.get(event.run()))
                    .ifPresent(since -> meters.time(RECOVERY, Duration.ofNanos(ticker.nanos() - since), job));
            if (damaged.contains(event.run())) {
                meters.count(FALLBACKS, job);
            }
        }
        forget(event.run());
    }

    private void forget(RunKey run) {
        owned.remove(run);
        damaged.remove(run);
    }
}
