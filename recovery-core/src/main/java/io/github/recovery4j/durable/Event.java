package io.github.recovery4j.durable;

import java.time.Instant;

/**
 * One thing that happened to a collection.
 *
 * @param id its number: 1, 2, 3 and so on in each collection
 * @param happened when, by whoever told of it
 * @param recorded when it was recorded, by the wall clock
 * @param cause what led to it, in somebody's words; may be empty
 * @param change what happened
 * @param <E> the kinds of change
 */
public record Event<E>(long id, Instant happened, Instant recorded, String cause, E change) {}
