package io.github.recovery4j.testkit;

import io.github.recovery4j.plan.RecoveryPlan;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about how a job is to be started. What fails prints the plan with everything behind it.
 *
 * @param <C> the configuration of the job
 * @param <S> its state
 */
public final class RecoveryPlanAssert<C, S> extends AbstractAssert<RecoveryPlanAssert<C, S>, RecoveryPlan<C, S>> {

    RecoveryPlanAssert(RecoveryPlan<C, S> actual) {
        super(actual, RecoveryPlanAssert.class);
    }

    /**
     * {@return this}
     *
     * @throws AssertionError unless it goes on with an earlier run
     */
    public RecoveryPlanAssert<C, S> resumes() {
        return require(actual instanceof RecoveryPlan.Resume, "resume");
    }

    /**
     * {@return this}
     *
     * @param generation the number of the checkpoint to go on from; 1 is the admission of the run, without a state
     * @throws AssertionError unless it goes on from there
     */
    public RecoveryPlanAssert<C, S> resumesFrom(long generation) {
        boolean so = actual instanceof RecoveryPlan.Resume<C, S> resume
                && resume.state().generation() == generation;
        return require(so, "resume from generation " + generation);
    }

    /**
     * {@return this}
     *
     * @param state the state to go on with
     * @throws AssertionError unless it goes on with a state that equals it
     */
    public RecoveryPlanAssert<C, S> resumesWith(S state) {
        boolean so = actual instanceof RecoveryPlan.Resume<C, S> resume
                && resume.state()
                        .state()
                        .filter(saved -> Objects.equals(saved, state))
                        .isPresent();
        return require(so, "resume with the state <" + state + ">");
    }

    /**
     * {@return this}
     *
     * @throws AssertionError unless it begins a new run
     */
    public RecoveryPlanAssert<C, S> isFresh() {
        return require(actual instanceof RecoveryPlan.Fresh, "start fresh");
    }

    /**
     * {@return this}
     *
     * @throws AssertionError unless it returns a remembered result
     */
    public RecoveryPlanAssert<C, S> isFinished() {
        return require(actual instanceof RecoveryPlan.Finished, "return a remembered result");
    }

    /**
     * {@return this}
     *
     * @throws AssertionError unless it goes on undoing an earlier run
     */
    public RecoveryPlanAssert<C, S> rollsBack() {
        return require(actual instanceof RecoveryPlan.RollBack, "go on rolling back");
    }

    /**
     * {@return this}
     *
     * @throws AssertionError unless it does nothing
     */
    public RecoveryPlanAssert<C, S> refuses() {
        return require(actual instanceof RecoveryPlan.Refuse, "refuse");
    }

    /**
     * {@return this}
     *
     * @param text a part of {@link RecoveryPlan#describe()}: of the reason, or of what was found on the way
     * @throws AssertionError unless it is in there
     */
    public RecoveryPlanAssert<C, S> becauseOf(String text) {
        return require(actual != null && actual.describe().contains(text), "say '" + text + "'");
    }

    private RecoveryPlanAssert<C, S> require(boolean so, String expected) {
        isNotNull();
        if (!so) {
            failWithMessage("Expected the plan to %s,%nbut it is this: %s", expected, actual.describe());
        }
        return this;
    }
}
