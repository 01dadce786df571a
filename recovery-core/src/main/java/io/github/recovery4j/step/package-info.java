/**
 * Steps: named pieces of the work of a run, each done once, whose results are durable.
 *
 * <p>{@link io.github.recovery4j.step.Steps} is what the work of a run sees. A run has one {@link
 * io.github.recovery4j.step.StepJournal}, the only place where anything about its steps, and its cursors, is written; {@link
 * io.github.recovery4j.step.StepHistory} is what its records add up to, {@link io.github.recovery4j.step.StepStatus} for
 * one step. {@link io.github.recovery4j.step.ActiveSteps} carries steps out. How they are undone is the matter of the
 * package {@code saga}.
 */
@NullMarked
package io.github.recovery4j.step;

import org.jspecify.annotations.NullMarked;
