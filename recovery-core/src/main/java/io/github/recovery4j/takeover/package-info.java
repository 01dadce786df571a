/**
 * Goes on with runs that nobody works on any more: their owner died, or gave them back. Each process of a fleet looks for
 * itself; leases see to it that one of them gets a run.
 *
 * <p>Start at {@link io.github.recovery4j.takeover.TakeOver}.
 */
@NullMarked
package io.github.recovery4j.takeover;

import org.jspecify.annotations.NullMarked;
