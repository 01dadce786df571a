package io.github.recovery4j.micrometer;

import static io.github.recovery4j.micrometer.Tag.JOB;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent.AttemptEnded;
import io.github.recovery4j.event.RecoveryEvent.AttemptResult;
import io.github.recovery4j.event.RecoveryEvent.AttemptStarted;
import io.github.recovery4j.event.RecoveryEvent.CheckpointSaved;
import io.github.recovery4j.event.RecoveryEvent.LeaseLost;
import io.github.recovery4j.event.RecoveryEvent.LeaseReleased;
import io.github.recovery4j.event.RecoveryEvent.ProgressMade;
import io.github.recovery4j.event.RecoveryEvent.SaveFailed;
import io.github.recovery4j.event.RecoveryEvent.StopRequested;
import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What happens while the work of a run goes on. */
final class AttemptMeters implements Area {

    private static final Definition ATTEMPTS = Definition.timer(
            "recovery4j.attempt", "how long attempts took", JOB, Tag.of("result", AttemptResult.class));
    private static final Definition RUNNING =
            Definition.gauge("recovery4j.attempts.running", "", "attempts that go on now, in this process", JOB);
    private static final Definition UNSAVED = Definition.gauge(
            "recovery4j.attempts.unsaved",
            "seconds",
            "the time since the newest checkpoint, of the attempt where it is longest: what a crash would cost now; of attempts that have saved, NaN if there are none",
            JOB);
    private static final Definition SAVES =
            Definition.timer("recovery4j.save", "how long encoding and saving a checkpoint took", JOB);
    private static final Definition SAVE_SIZE =
            Definition.bytes("recovery4j.save.size", "the size of encoded states that were saved", JOB);
    private static final Definition SAVE_FAILURES =
            Definition.counter("recovery4j.save.failures", "checkpoints that could not be saved", JOB);
    private static final Definition STOPS =
            Definition.counter("recovery4j.stops", "attempts that were asked to stop, lost leases aside", JOB);

    private final Meters meters;
    private final Ticker ticker;
    private final Map<RunKey, Going> going = new ConcurrentHashMap<>();

    AttemptMeters(Meters meters, Ticker ticker) {
        this.meters = meters;
        this.ticker = ticker;
    }

    /**
     * An attempt that goes on.
     *
     * @param job its job, as it is called in meters
     * @param saved when it saved last, by the ticker; empty if it has not
     */
    private record Going(String job, OptionalLong saved) {}

    static List<Definition> definitions() {
        return List.of(ATTEMPTS, RUNNING, UNSAVED, SAVES, SAVE_SIZE, SAVE_FAILURES, STOPS);
    }

    @Override
    public void listen(Routes routes) {
        routes.on(AttemptStarted.class, event -> started(event.run()));
        routes.on(CheckpointSaved.class, this::saved);
        routes.on(
                SaveFailed.class,
                event -> meters.count(SAVE_FAILURES, event.run().job()));
        routes.on(StopRequested.class, event -> meters.count(STOPS, event.run().job()));
        routes.on(AttemptEnded.class, event -> {
            going.remove(event.run());
            meters.time(ATTEMPTS, event.took(), event.run().job(), Tag.word(event.result()));
        });
        routes.on(LeaseReleased.class, event -> going.remove(event.run()));
        routes.on(LeaseLost.class, event -> going.remove(event.run()));
        routes.leaveOut(ProgressMade.class, "what is done is of a run, and a meter knows only jobs");
    }

    private void started(RunKey run) {
        String job = meters.limited(RUNNING, run.job());
        going.put(run, new Going(job, OptionalLong.empty()));
        meters.gauge(RUNNING, () -> of(job).count(), run.job());
        meters.gauge(UNSAVED, () -> unsavedSeconds(job), run.job());
    }

    private void saved(CheckpointSaved event) {
        String job = event.run().job();
        meters.time(SAVES, event.took(), job);
        meters.size(SAVE_SIZE, event.bytes(), job);
        long now = ticker.nanos();
        going.computeIfPresent(event.run(), (run, attempt) -> new Going(attempt.job(), OptionalLong.of(now)));
    }

    private Stream<Going> of(String job) {
        return going.values().stream().filter(attempt -> attempt.job().equals(job));
    }

    private double unsavedSeconds(String job) {
        long now = ticker.nanos();
        return of(job).flatMapToLong(attempt -> attempt.saved().stream())
                .mapToObj(saved -> Duration.ofNanos(now - saved))
                .mapToDouble(age -> age.toNanos() / 1e9)
                .max()
                .orElse(Double.NaN);
    }
}
