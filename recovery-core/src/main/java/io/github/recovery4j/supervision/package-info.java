/**
 * Finds out that something has failed, and how; cures it; makes sure that the cure worked; and calls for somebody when
 * nothing helps. Start at {@link io.github.recovery4j.supervision.Supervisor}; a {@link
 * io.github.recovery4j.supervision.Subject} says what is looked after, how its failures are told apart, and what is done
 * about each, in order.
 */
@NullMarked
package io.github.recovery4j.supervision;

import org.jspecify.annotations.NullMarked;
