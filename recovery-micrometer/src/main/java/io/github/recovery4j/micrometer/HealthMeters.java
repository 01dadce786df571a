package io.github.recovery4j.micrometer;

import static io.github.recovery4j.micrometer.Tag.CHECK;

import io.github.recovery4j.event.RecoveryEvent.CheckFailed;
import io.github.recovery4j.event.RecoveryEvent.CheckRecovered;
import io.github.recovery4j.event.RecoveryEvent.Healed;
import io.github.recovery4j.event.RecoveryEvent.HealingExhausted;
import io.github.recovery4j.health.CheckStatus;
import io.github.recovery4j.health.Health;
import io.github.recovery4j.health.HealthMonitor;
import io.micrometer.core.instrument.Meter;
import java.util.ArrayList;
import java.util.List;

/** Health checks. */
final class HealthMeters implements Area {

    private static final Definition STATE = Definition.gauge(
            "recovery4j.check.state",
            "",
            "1 for the state of a check of a monitor that is watched, 0 for the others",
            CHECK,
            Tag.of("state", Health.class));
    private static final Definition FAILING =
            Definition.gauge("recovery4j.check.failing", "", "how often in a row such a check was down", CHECK);
    private static final Definition HEALINGS_LEFT = Definition.gauge(
            "recovery4j.check.healings.left", "", "healings that the budget of such a check allows now", CHECK);
    private static final Definition FAILURES =
            Definition.counter("recovery4j.check.failures", "checks that were down as often in a row as counts", CHECK);
    private static final Definition DOWN =
            Definition.timer("recovery4j.check.down", "how long a check was unhealthy, when it is well again", CHECK);
    private static final Definition HEALING = Definition.timer(
            "recovery4j.check.healing",
            "how long healings took; whether they helped, the check tells",
            CHECK,
            Tag.of("result", "done", "failed"));
    private static final Definition EXHAUSTED = Definition.counter(
            "recovery4j.check.exhausted",
            "checks that fail on though their budget is spent; somebody should look",
            CHECK);

    private final Meters meters;

    HealthMeters(Meters meters) {
        this.meters = meters;
    }

    static List<Definition> definitions() {
        return List.of(STATE, FAILING, HEALINGS_LEFT, FAILURES, DOWN, HEALING, EXHAUSTED);
    }

    @Override
    public void listen(Routes routes) {
        routes.on(CheckFailed.class, event -> meters.count(FAILURES, event.check()));
        routes.on(CheckRecovered.class, event -> meters.time(DOWN, event.lasted(), event.check()));
        routes.on(
                Healed.class,
                event -> meters.time(
                        HEALING, event.took(), event.check(), event.cause().isPresent() ? "failed" : "done"));
        routes.on(HealingExhausted.class, event -> meters.count(EXHAUSTED, event.check()));
    }

    Watching watch(HealthMonitor monitor) {
        List<Meter> gauges = new ArrayList<>();
        for (String check : monitor.statuses().stream().map(CheckStatus::name).toList()) {
            for (Health state : Health.values()) {
                gauges.addAll(meters.gauge(
                        STATE, () -> monitor.status(check).health() == state ? 1 : 0, check, Tag.word(state)));
            }
            gauges.addAll(meters.gauge(FAILING, () -> monitor.status(check).failures(), check));
            gauges.addAll(
                    meters.gauge(HEALINGS_LEFT, () -> monitor.status(check).healingsLeft(), check));
        }
        return new Watching(meters, gauges);
    }
}
