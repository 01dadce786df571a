package io.github.recovery4j.ledger;

/**
 * Something in a ledger that cannot be read. It is kept as it is, and tried again when the ledger is opened the next time,
 * maybe by code that understands it.
 *
 * @param key the key as text, if it is known; such a key is neither live nor absent until something is put there, or it is
 *     retired. Empty if it is not known which keys are concerned: what is known of others may be outdated by it
 * @param event the id of the event; the first of them if they are many, 0 if it is not known
 * @param reason what is wrong
 */
public record UnreadableEntry(String key, long event, String reason) {}
