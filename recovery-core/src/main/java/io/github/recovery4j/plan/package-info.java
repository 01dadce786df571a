/**
 * Decides how to start a job: go on with an earlier run, begin a new one, or refuse, and why.
 *
 * <p>{@link io.github.recovery4j.plan.RecoveryPlanner} takes what earlier attempts left, and asks a
 * {@link io.github.recovery4j.plan.ConfigMatcher} whether a run belongs to the wanted configuration and a
 * {@link io.github.recovery4j.plan.StateValidator} whether its state still holds in the live world. The answer, a
 * {@link io.github.recovery4j.plan.RecoveryPlan}, is a value that can be printed before anything is done; the planner
 * itself changes nothing. A real start and a dry run differ only in their {@link io.github.recovery4j.plan.Claims}.
 */
@NullMarked
package io.github.recovery4j.plan;

import org.jspecify.annotations.NullMarked;
