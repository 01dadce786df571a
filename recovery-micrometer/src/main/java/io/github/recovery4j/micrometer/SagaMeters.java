package io.github.recovery4j.micrometer;

import static io.github.recovery4j.micrometer.Tag.JOB;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.event.RecoveryEvent.RollbackStarted;
import io.github.recovery4j.event.RecoveryEvent.RolledBack;
import io.github.recovery4j.event.RecoveryEvent.SagaStuck;
import io.github.recovery4j.event.RecoveryEvent.StepUndone;
import io.github.recovery4j.event.RecoveryEvent.UndoFailed;
import io.github.recovery4j.event.RecoveryEvent.UndoSkipped;
import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.util.List;

/** What is undone. */
final class SagaMeters implements Area {

    private static final Duration STALE = Duration.ofSeconds(30);

    private static final Definition ROLLBACKS = Definition.counter(
            "recovery4j.saga.rollbacks",
            "rollbacks that began or went on, that came to their end, and that are stuck",
            JOB,
            Tag.of("state", "begun", "rolled-back", "stuck"));
    private static final Definition UNDO = Definition.counter(
            "recovery4j.saga.undo",
            "tries to undo steps: undone, to be tried again, left for now, or not to be undone as somebody decided",
            JOB,
            Tag.of("result", "undone", "retry", "failed", "skipped"));
    private static final Definition STUCK = Definition.gauge(
            "recovery4j.saga.stuck",
            "",
            "runs of all jobs in the storage whose rollback is not complete, and on which nobody works; read at most every 30 s");

    private final Meters meters;
    private final Ticker ticker;

    SagaMeters(Meters meters, Ticker ticker) {
        this.meters = meters;
        this.ticker = ticker;
    }

    static List<Definition> definitions() {
        return List.of(ROLLBACKS, UNDO, STUCK);
    }

    @Override
    public void listen(Routes routes) {
        routes.on(
                RollbackStarted.class,
                event -> meters.count(ROLLBACKS, event.run().job(), "begun"));
        routes.on(RolledBack.class, event -> meters.count(ROLLBACKS, event.run().job(), "rolled-back"));
        routes.on(SagaStuck.class, event -> meters.count(ROLLBACKS, event.run().job(), "stuck"));
        routes.on(StepUndone.class, event -> meters.count(UNDO, event.run().job(), "undone"));
        routes.on(
                UndoFailed.class,
                event -> meters.count(UNDO, event.run().job(), event.retryIn().isPresent() ? "retry" : "failed"));
        routes.on(UndoSkipped.class, event -> meters.count(UNDO, event.run().job(), "skipped"));
    }

    Watching watch(Recovery recovery) {
        Recently<Integer> stuck = new Recently<>(() -> recovery.sagas().stuck().size(), STALE, ticker);
        return new Watching(meters, meters.gauge(STUCK, stuck::get));
    }
}
