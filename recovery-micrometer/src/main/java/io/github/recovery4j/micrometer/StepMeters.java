package io.github.recovery4j.micrometer;

import static io.github.recovery4j.micrometer.Tag.CURSOR;
import static io.github.recovery4j.micrometer.Tag.JOB;
import static io.github.recovery4j.micrometer.Tag.STEP;

import io.github.recovery4j.event.RecoveryEvent.StepCompleted;
import io.github.recovery4j.event.RecoveryEvent.StepFailed;
import io.github.recovery4j.event.RecoveryEvent.StepsOrphaned;
import java.util.List;

/** Steps. */
final class StepMeters implements Area {

    private static final Definition COMPLETED =
            Definition.counter("recovery4j.step.completed", "steps that are done", JOB, STEP);
    private static final Definition RESULT_SIZE =
            Definition.bytes("recovery4j.step.result.size", "the size of encoded results of steps", JOB);
    private static final Definition FAILURES = Definition.counter(
            "recovery4j.step.failures",
            "tries of steps that failed, to be tried again or handed to the work",
            JOB,
            STEP,
            Tag.of("then", "retry", "thrown"));
    private static final Definition ORPHANED = Definition.counter(
            "recovery4j.step.orphaned",
            "steps that do not count any more, as a cursor of their run went back",
            JOB,
            CURSOR);

    private final Meters meters;

    StepMeters(Meters meters) {
        this.meters = meters;
    }

    static List<Definition> definitions() {
        return List.of(COMPLETED, RESULT_SIZE, FAILURES, ORPHANED);
    }

    @Override
    public void listen(Routes routes) {
        routes.on(StepCompleted.class, event -> {
            meters.count(COMPLETED, event.run().job(), event.step());
            meters.size(RESULT_SIZE, event.bytes(), event.run().job());
        });
        routes.on(
                StepFailed.class,
                event -> meters.count(
                        FAILURES,
                        event.run().job(),
                        event.step(),
                        event.retryIn().isPresent() ? "retry" : "thrown"));
        routes.on(
                StepsOrphaned.class,
                event ->
                        meters.count(ORPHANED, event.steps().size(), event.run().job(), event.cursor()));
    }
}
