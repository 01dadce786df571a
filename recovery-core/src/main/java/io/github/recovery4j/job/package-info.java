/**
 * Runs a job: lease, plan, work, saves, outcome.
 *
 * <p>A {@link io.github.recovery4j.job.RecoverableJob} is the definition. Its {@link io.github.recovery4j.job.Work} gets
 * a {@link io.github.recovery4j.job.Run}, and what became of it is a {@link io.github.recovery4j.job.RunOutcome}. Behind
 * them, {@code JobRunner} plans and dispatches, {@code Attempt} carries out one attempt from its lease to its outcome,
 * {@code Saves} is the one writer of a run, {@code StopSignal} asks its work to stop, and {@code LeaseKeeper} watches
 * that it is still the owner.
 */
@NullMarked
package io.github.recovery4j.job;

import org.jspecify.annotations.NullMarked;
