package io.github.recovery4j.micrometer;

import static io.github.recovery4j.micrometer.Tag.JOB;

import io.github.recovery4j.event.RecoveryEvent.LeaseAcquired;
import io.github.recovery4j.event.RecoveryEvent.LeaseLost;
import io.github.recovery4j.event.RecoveryEvent.LeaseReleased;
import java.util.List;

/** Who owns runs. */
final class LeaseMeters implements Area {

    private static final Definition ACQUIRED = Definition.counter(
            "recovery4j.lease.acquired",
            "runs that came to this process: free ones, or abandoned by an owner that died or lost them",
            JOB,
            Tag.of("from", "free", "abandoned"));
    private static final Definition RELEASED =
            Definition.counter("recovery4j.lease.released", "runs that were given back", JOB);
    private static final Definition LOST = Definition.counter(
            "recovery4j.lease.lost", "runs that belong to somebody else now, though this process worked on them", JOB);

    private final Meters meters;

    LeaseMeters(Meters meters) {
        this.meters = meters;
    }

    static List<Definition> definitions() {
        return List.of(ACQUIRED, RELEASED, LOST);
    }

    @Override
    public void listen(Routes routes) {
        routes.on(
                LeaseAcquired.class,
                event -> meters.count(
                        ACQUIRED, event.run().job(), event.abandoned().isPresent() ? "abandoned" : "free"));
        routes.on(
                LeaseReleased.class, event -> meters.count(RELEASED, event.run().job()));
        routes.on(LeaseLost.class, event -> meters.count(LOST, event.run().job()));
    }
}
