/**
 * Collections in memory that are what their events add up to, and survive the process: the engine of ledgers, and of what
 * is built like them. Not exported.
 *
 * <p>{@link io.github.recovery4j.durable.EventStore} is one collection: its comment has the invariants. {@link
 * io.github.recovery4j.durable.Fold} is what somebody writes who builds another kind. Behind them: {@code EventRecord} (the
 * bytes of an event), {@code Snapshots} (what the events added up to at some moment), {@code Marks} (when which events were
 * recorded, and so which may go).
 */
@NullMarked
package io.github.recovery4j.durable;

import org.jspecify.annotations.NullMarked;
