package io.github.recovery4j.durable;

/**
 * Something that a collection could not read when it was opened. Nothing was thrown away.
 *
 * @param first the id of the first event that is missing; 0 if that is not known
 * @param last the id of the last one
 * @param reason what is wrong
 */
public record Unread(long first, long last, String reason) {}
