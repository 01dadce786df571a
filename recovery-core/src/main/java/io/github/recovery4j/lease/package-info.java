/**
 * Time-limited ownership, so that one run has one owner.
 *
 * <p>Start at {@link io.github.recovery4j.lease.LeaseStore}. A lease carries a fencing token, a number that grows with
 * every acquisition and goes into every write, so that the store can refuse an owner that has lost its lease without
 * noticing.
 */
@NullMarked
package io.github.recovery4j.lease;

import org.jspecify.annotations.NullMarked;
