/**
 * Follows several Ethereum chains at once and keeps a book of the payments in their blocks: exactly those of the chains as they
 * are, whatever is reorganised, killed, unreachable or restored from a backup meanwhile.
 *
 * <p>{@link io.github.recovery4j.examples.aggregator.Aggregator} is the command. {@code Follower} goes along a chain with a
 * cursor, {@code Session} puts it together with the queue of what is to be entered, {@code Book} is the outside world: a storage
 * of its own, which is not restored with the rest. {@code DevChain} is a real development chain on this machine. {@link
 * io.github.recovery4j.examples.aggregator.Drill} rehearses the loss of the state.
 */
@NullMarked
package io.github.recovery4j.examples.aggregator;

import org.jspecify.annotations.NullMarked;
