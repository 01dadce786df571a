/**
 * Undoing what a run has done: {@link io.github.recovery4j.saga.Rollback} calls the compensations of its completed steps,
 * the last one first, over as many processes as that takes; what it could not undo is a {@link
 * io.github.recovery4j.saga.StuckStep}.
 */
@NullMarked
package io.github.recovery4j.saga;

import org.jspecify.annotations.NullMarked;
