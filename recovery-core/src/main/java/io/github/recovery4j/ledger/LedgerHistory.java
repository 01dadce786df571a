package io.github.recovery4j.ledger;

import java.util.List;

/**
 * What happened to a key of a ledger, as far as it is kept.
 *
 * @param events what did, oldest first
 * @param unreadable what cannot be read of the history of the ledger, of whatever keys; empty if nothing is missing
 * @param <V> the values
 */
public record LedgerHistory<V>(List<LedgerEvent<V>> events, List<UnreadableEntry> unreadable) {

    /** Takes copies. */
    public LedgerHistory {
        events = List.copyOf(events);
        unreadable = List.copyOf(unreadable);
    }
}
