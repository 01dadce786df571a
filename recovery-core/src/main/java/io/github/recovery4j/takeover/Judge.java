package io.github.recovery4j.takeover;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.job.Adoption;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.plan.RecoveryPlan.Obstacle;
import io.github.recovery4j.step.StepHistory;
import io.github.recovery4j.time.BackOff;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what a try means for the run: whether it is tried again, and when. Safe for use by many threads. */
final class Judge {

    private static final Logger log = LoggerFactory.getLogger(TakeOver.class);

    private final Scene scene;
    private final Notes notes;
    private final BackOff backOff;

    Judge(Scene scene, Notes notes, BackOff backOff) {
        this.scene = scene;
        this.notes = notes;
        this.backOff = backOff;
    }

    /**
     * How long to leave a run alone that nobody works on: attempts that began and ended without getting on, by whichever
     * process, are counted with the run, so all processes of a fleet slow down together.
     */
    Optional<Duration> restOf(RunKey run) {
        Attempts attempts = scene.storage().checkpoints().attempts(run);
        return attempts.count() < 2 ? Optional.empty() : restAfter(run, attempts);
    }

    private Optional<Duration> restAfter(RunKey run, Attempts attempts) {
        Optional<Checkpoint> newest =
                scene.storage().checkpoints().load(run, Long.MAX_VALUE).checkpoint();
        long progress = newest.map(Checkpoint::generation).orElse(0L)
                + StepHistory.read(scene.storage().journals(), run).progress();
        int inVain = attempts.since(progress);
        return inVain < 2 ? Optional.empty() : Optional.of(backOff.pause(inVain - 1));
    }

    /** Whether a person has said something about a parked run since it was parked. */
    boolean mayGoOn(RunKey run, Note.Parked parked) {
        return !scene.storage().checkpoints().attempts(run).equals(parked.said());
    }

    /** What was said of the run was read before it was tried. */
    void judge(RunKey run, Note.Working working, Attempts said, Adoption.Result result) {
        if (result instanceof Adoption.Over) {
            notes.put(run, new Note.Over());
        } else if (result instanceof Adoption.Worked worked) {
            judge(run, working, said, worked.outcome());
        } else {
            notes.forget(run);
        }
    }

    private void judge(RunKey run, Note.Working working, Attempts said, RunOutcome<?> outcome) {
        RunKey worked = outcome.details().run().orElse(run);
        notes.forget(run); // one that was begun anew has another id
        if (outcome instanceof RunOutcome.Refused<?> refused) {
            refused(worked, working, said, refused);
        } else if (outcome instanceof RunOutcome.Failed<?> failed) {
            if (!(failed.cause() instanceof FencedException)) {
                postpone(worked, working, "its attempt failed: " + failed.cause());
            }
        } else if (outcome instanceof RunOutcome.TimedOut<?> late) {
            postpone(worked, working, "its attempt timed out after " + late.timeout());
        } else if (outcome instanceof RunOutcome.Stuck<?> stuck) {
            postpone(
                    worked,
                    working,
                    "its rollback (%s) is stuck, not undone: %s".formatted(stuck.reason(), stuck.steps()));
        } else if (outcome instanceof RunOutcome.Completed) {
            outcome.details()
                    .saveFailure()
                    .ifPresent(failure -> postpone(
                            worked,
                            working,
                            "it is finished, and that could not be recorded: " + failure.getMessage()));
        }
    }

    private void refused(RunKey run, Note.Working working, Attempts said, RunOutcome.Refused<?> outcome) {
        if (outcome.details().plan() instanceof RecoveryPlan.Refuse<?, ?> refuse
                && refuse.obstacle() == Obstacle.RELEASE) {
            park(run, said, outcome.reason());
        } else {
            postpone(run, working, outcome.reason());
        }
    }

    private void park(RunKey run, Attempts said, String reason) {
        notes.put(run, new Note.Parked(said, reason));
        log.warn("Run {} is parked: {}", run, reason);
        scene.listener().on(new RecoveryEvent.RunParked(scene.clock().instant(), run, reason));
    }

    /** Failures after a long time of work are counted from the first again. */
    void postpone(RunKey run, Note.Working working, String reason) {
        long worked = scene.ticker().nanos() - working.since();
        int failures = worked >= backOff.longest().toNanos() ? 1 : working.failures() + 1;
        Duration pause = backOff.pause(failures);
        rest(run, failures, reason, pause);
        log.warn("Run {} is tried again in {}: {}", run, pause, reason);
        scene.listener().on(new RecoveryEvent.TakeOverPostponed(scene.clock().instant(), run, reason, pause));
    }

    void rest(RunKey run, int failures, String reason, Duration pause) {
        notes.put(run, new Note.Resting(failures, reason, scene.ticker().nanos(), pause.toNanos()));
    }
}
