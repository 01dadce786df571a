package io.github.recovery4j.health;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.thread.Rounds;
import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One check of a monitor: asks, heals, and tells. */
final class Patient {

    private static final Logger log = LoggerFactory.getLogger(HealthMonitor.class);

    private final HealthCheck check;
    private final Probe probe;
    private final RecoveryListener listener;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Watch watch;
    private final Optional<Healer> healer;
    private final AtomicBoolean exhausted = new AtomicBoolean();

    Patient(HealthCheck check, RecoveryListener listener, InstantSource clock, Ticker ticker) {
        this.check = check;
        this.probe = check.probe().value();
        this.listener = listener;
        this.clock = clock;
        this.ticker = ticker;
        this.watch = new Watch(check.threshold().value(), clock.instant());
        this.healer = check.healing().map(healing -> new Healer(healing, clock, ticker));
    }

    /** Asks in intervals from now on, and heals beside that. */
    void admit(Rounds rounds) {
        rounds.every(check.name(), check.interval().value(), () -> {
            ask();
            if (watch.needsTreatment()) {
                healer.ifPresent(one -> treat(one, rounds));
            }
        });
    }

    private void ask() throws InterruptedException {
        long begun = ticker.nanos();
        Answer answer = probe.ask();
        Observation seen = new Observation(clock.instant(), answer, Duration.ofNanos(ticker.nanos() - begun));
        Watch.Change change = watch.see(seen);
        if (change.failed()) {
            log.warn("{} is unhealthy: {}", check.name(), answer);
            listener.on(new RecoveryEvent.CheckFailed(seen.at(), check.name(), status().failures(), answer.reason()));
        } else if (change.recovered()) {
            log.info("{} is healthy again after {}: {}", check.name(), change.lasted(), answer);
            exhausted.set(false);
            healer.ifPresent(Healer::helped);
            listener.on(new RecoveryEvent.CheckRecovered(seen.at(), check.name(), change.lasted()));
        }
    }

    private void treat(Healer one, Rounds rounds) {
        switch (one.turn()) {
            case NOW -> {
                watch.treated();
                rounds.once("healing " + check.name(), () -> heal(one));
            }
            case NO_BUDGET -> giveUp(one.healing());
            case LATER -> log.debug("{} is not healed yet", check.name());
        }
    }

    private void heal(Healer one) throws InterruptedException {
        Treatment treatment = one.heal();
        treatment
                .failure()
                .ifPresentOrElse(
                        cause -> log.warn(
                                "{} could not be healed by {}: {}", check.name(), treatment.what(), cause.toString()),
                        () -> log.info("{} was treated: {}", check.name(), treatment.what()));
        listener.on(new RecoveryEvent.Healed(
                treatment.at(), check.name(), treatment.what(), treatment.failure(), treatment.took()));
    }

    private void giveUp(Healing healing) {
        if (exhausted.compareAndSet(false, true)) {
            log.error(
                    "{} stays unhealthy, and {} was done as often as is allowed ({}); it is not done again before that allows it",
                    check.name(),
                    healing.what(),
                    healing.budget().value());
            listener.on(new RecoveryEvent.HealingExhausted(clock.instant(), check.name(), healing.what()));
        }
    }

    CheckStatus status() {
        return watch.status(
                check.name(),
                healer.flatMap(Healer::last),
                healer.map(Healer::allowed).orElse(0));
    }

    List<Observation> history() {
        return watch.history();
    }
}
