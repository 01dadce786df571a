package io.github.recovery4j.testkit;

import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.plan.RecoveryPlan;
import org.jspecify.annotations.Nullable;

/**
 * AssertJ assertions for what recovery decides and what became of it. What fails prints the whole description.
 *
 * <pre>{@code
 * assertThat(recovery.plan(sync, config)).resumesFrom(17).becauseOf("was passed over");
 * assertThat(recovery.run(sync, config)).hasResult(42L);
 * }</pre>
 */
public final class RecoveryAssertions {

    private RecoveryAssertions() {}

    /**
     * {@return assertions about an outcome}
     *
     * @param actual the outcome
     * @param <R> the result of the job
     */
    public static <R extends @Nullable Object> RunOutcomeAssert<R> assertThat(RunOutcome<R> actual) {
        return new RunOutcomeAssert<>(actual);
    }

    /**
     * {@return assertions about a plan}
     *
     * @param actual the plan
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    public static <C, S> RecoveryPlanAssert<C, S> assertThat(RecoveryPlan<C, S> actual) {
        return new RecoveryPlanAssert<>(actual);
    }
}
