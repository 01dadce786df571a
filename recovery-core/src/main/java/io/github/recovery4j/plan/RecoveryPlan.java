package io.github.recovery4j.plan;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.event.RecoveryEvent.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How to start a job, and why. A value: making one changes nothing, and it can be printed before it is carried out.
 *
 * @param <C> the configuration of the job
 * @param <S> its state
 */
public sealed interface RecoveryPlan<C, S> {

    /** {@return what was found on the way, in order} */
    List<Finding> findings();

    /** {@return what to do, without the details} */
    Decision decision();

    /** {@return the earlier run that is resumed, given up, rolled back, finished or in the way; empty if there is none} */
    Optional<RunKey> earlierRun();

    /** {@return the decision in one line, for people} */
    String summary();

    /** {@return the decision and everything behind it, for people, in several lines} */
    default String describe() {
        return findings().stream()
                .map(finding -> "\n  - " + finding.describe())
                .collect(Collectors.joining("", summary(), ""));
    }

    /**
     * Go on with an earlier run.
     *
     * @param state what it left
     * @param nextGeneration the number of its next checkpoint, above every one that was ever seen
     * @param repairs what to do to the live world first, in this order
     * @param findings what was found on the way
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    record Resume<C, S>(RecoveryState<C, S> state, long nextGeneration, List<Remedy> repairs, List<Finding> findings)
            implements RecoveryPlan<C, S> {

        /** Takes copies of the lists. */
        public Resume {
            repairs = List.copyOf(repairs);
            findings = List.copyOf(findings);
        }

        @Override
        public Decision decision() {
            return Decision.RESUME;
        }

        @Override
        public Optional<RunKey> earlierRun() {
            return Optional.of(state.run());
        }

        @Override
        public String summary() {
            String after = repairs.isEmpty() ? "" : ", after repairs: " + repairs;
            return "Resume %s from %s%s".formatted(state.run().job(), state, after);
        }
    }

    /**
     * Begin a new run.
     *
     * @param job which job
     * @param reason why no earlier run is resumed
     * @param discarded an earlier run that can never be resumed, to be removed
     * @param findings what was found on the way
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    record Fresh<C, S>(String job, String reason, Optional<Discarded> discarded, List<Finding> findings)
            implements RecoveryPlan<C, S> {

        /** Takes a copy of the list. */
        public Fresh {
            findings = List.copyOf(findings);
        }

        @Override
        public Decision decision() {
            return Decision.FRESH;
        }

        @Override
        public Optional<RunKey> earlierRun() {
            return discarded.map(Discarded::run);
        }

        @Override
        public String summary() {
            return "Start %s fresh: %s%s"
                    .formatted(job, reason, discarded.map(Discarded::describe).orElse(""));
        }
    }

    /** What stands between a run that is refused and its next attempt. */
    enum Obstacle {
        /** Somebody works on it, or is about to: it will end. */
        OWNER,
        /** It waits until a person releases it. */
        RELEASE,
        /** The live world gives no answer. */
        SILENCE,
        /** This program cannot read what was saved; another one may. */
        FORMAT
    }

    /**
     * Do nothing, and keep everything as it is.
     *
     * @param job which job
     * @param reason why, in words
     * @param obstacle what would have to change
     * @param run the run that stands in the way, if it is one
     * @param findings what was found on the way
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    record Refuse<C, S>(String job, String reason, Obstacle obstacle, Optional<RunKey> run, List<Finding> findings)
            implements RecoveryPlan<C, S> {

        /** Takes a copy of the list. */
        public Refuse {
            findings = List.copyOf(findings);
        }

        @Override
        public Decision decision() {
            return Decision.REFUSE;
        }

        @Override
        public Optional<RunKey> earlierRun() {
            return run;
        }

        @Override
        public String summary() {
            return "Refuse to start %s: %s".formatted(job, reason);
        }
    }

    /**
     * Return the result of a run that is finished and remembered.
     *
     * @param run which
     * @param result its result
     * @param findings what was found on the way
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    record Finished<C, S>(RunKey run, Encoded result, List<Finding> findings) implements RecoveryPlan<C, S> {

        /** Takes a copy of the list. */
        public Finished {
            findings = List.copyOf(findings);
        }

        @Override
        public Decision decision() {
            return Decision.FINISHED;
        }

        @Override
        public Optional<RunKey> earlierRun() {
            return Optional.of(run);
        }

        @Override
        public String summary() {
            return "Nothing to do for %s: run %s is finished and its result is remembered"
                    .formatted(run.job(), run.id());
        }
    }

    /**
     * Go on undoing an earlier run, whose rollback has begun. It is never worked on again.
     *
     * @param run which
     * @param generation its newest checkpoint
     * @param reason why it is rolled back
     * @param steps what is left to undo, in that order
     * @param findings what was found on the way
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    record RollBack<C, S>(RunKey run, long generation, String reason, List<String> steps, List<Finding> findings)
            implements RecoveryPlan<C, S> {

        /** Takes copies of the lists. */
        public RollBack {
            steps = List.copyOf(steps);
            findings = List.copyOf(findings);
        }

        @Override
        public Decision decision() {
            return Decision.ROLL_BACK;
        }

        @Override
        public Optional<RunKey> earlierRun() {
            return Optional.of(run);
        }

        @Override
        public String summary() {
            return "Go on rolling back run %s of %s (%s), to undo: %s".formatted(run.id(), run.job(), reason, steps);
        }
    }

    /**
     * An earlier run whose environment is gone.
     *
     * @param run which
     * @param disposal removes what is left of the environment, to be carried out before the fresh start
     */
    record Discarded(RunKey run, Optional<Remedy> disposal) {

        String describe() {
            List<String> steps = new ArrayList<>(List.of("; run " + run.id() + " is given up"));
            disposal.ifPresent(remedy -> steps.add("first: " + remedy));
            return String.join(", ", steps);
        }
    }
}
