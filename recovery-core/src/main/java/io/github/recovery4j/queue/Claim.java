package io.github.recovery4j.queue;

/**
 * The right to do a piece of work, for a while. It is also what proves that right, in this process and, for a {@linkplain
 * WorkQueue#complete completion that is repeated}, in later ones.
 *
 * @param id the id of the piece of work: the same at every attempt, so a key for idempotent effects
 * @param number tells this claim from all others of the queue
 * @param attempt which attempt it is, from 1
 * @param payload what was submitted, decoded for this claim
 * @param <T> what is submitted
 */
public record Claim<T>(String id, long number, int attempt, T payload) {}
