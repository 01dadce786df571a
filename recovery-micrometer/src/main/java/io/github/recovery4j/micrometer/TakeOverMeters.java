package io.github.recovery4j.micrometer;

import static io.github.recovery4j.micrometer.Tag.JOB;

import io.github.recovery4j.event.RecoveryEvent.JobUnknown;
import io.github.recovery4j.event.RecoveryEvent.RunParked;
import io.github.recovery4j.event.RecoveryEvent.TakeOverPostponed;
import io.github.recovery4j.event.RecoveryEvent.TakenOver;
import java.util.List;

/** Runs of others that this process goes on with. */
final class TakeOverMeters implements Area {

    private static final Definition TAKEN = Definition.counter(
            "recovery4j.takeover.taken", "runs that nobody worked on, and that this process went on with", JOB);
    private static final Definition POSTPONED =
            Definition.counter("recovery4j.takeover.postponed", "runs that are tried again later", JOB);
    private static final Definition PARKED =
            Definition.counter("recovery4j.takeover.parked", "runs that wait for a person", JOB);
    private static final Definition UNKNOWN = Definition.counter(
            "recovery4j.takeover.unknown", "jobs of unfinished runs that this process does not know", JOB);

    private final Meters meters;

    TakeOverMeters(Meters meters) {
        this.meters = meters;
    }

    static List<Definition> definitions() {
        return List.of(TAKEN, POSTPONED, PARKED, UNKNOWN);
    }

    @Override
    public void listen(Routes routes) {
        routes.on(TakenOver.class, event -> meters.count(TAKEN, event.run().job()));
        routes.on(
                TakeOverPostponed.class,
                event -> meters.count(POSTPONED, event.run().job()));
        routes.on(RunParked.class, event -> meters.count(PARKED, event.run().job()));
        routes.on(JobUnknown.class, event -> meters.count(UNKNOWN, event.job()));
    }
}
