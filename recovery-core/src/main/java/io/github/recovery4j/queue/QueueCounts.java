package io.github.recovery4j.queue;

/**
 * How many pieces of work there are.
 *
 * @param pending how many wait
 * @param processing how many are being worked on
 * @param completed how many are done, and still known
 * @param failed how many will not be done, and are still known
 */
public record QueueCounts(int pending, int processing, int completed, int failed) {}
