/**
 * What a service remembers of many live things: a durable keyed collection, rebuilt from its events.
 *
 * <p>{@link io.github.recovery4j.ledger.Ledger} is what a user sees, {@link io.github.recovery4j.ledger.LedgerDefinition} what
 * one is opened with, {@link io.github.recovery4j.ledger.Ledgers} opens them. Behind them: {@code LedgerFold} (what the
 * events add up to), {@code Change} (what an event says), and the engine in the package {@code durable}.
 */
@NullMarked
package io.github.recovery4j.ledger;

import org.jspecify.annotations.NullMarked;
