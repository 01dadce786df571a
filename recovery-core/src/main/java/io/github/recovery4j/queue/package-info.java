/**
 * Work that is to be done, each piece at least once and never by two at the same time, whatever becomes of the process.
 *
 * <p>{@link io.github.recovery4j.queue.WorkQueue} is what a user sees, {@link io.github.recovery4j.queue.QueueDefinition} what
 * one is opened with, {@link io.github.recovery4j.queue.Queues} opens them, {@link io.github.recovery4j.queue.Workers} do the
 * work. Behind them: {@code QueueFold} (what the events add up to), {@code QueueChange} (what an event says), {@code Moves}
 * (what is decided in one turn), {@code Claims} (who works on what in this process), and the engine in the package {@code durable}.
 */
@NullMarked
package io.github.recovery4j.queue;

import org.jspecify.annotations.NullMarked;
