package io.github.recovery4j.queue;

/**
 * Something in a queue that cannot be read. It is kept as it is, handed out to nobody, and tried again when the queue is
 * opened the next time, maybe by code that understands it.
 *
 * @param id the id of the piece of work; empty if it is not known which are concerned
 * @param reason what is wrong
 */
public record UnreadableItem(String id, String reason) {}
