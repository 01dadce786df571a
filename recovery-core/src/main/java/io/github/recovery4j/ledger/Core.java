package io.github.recovery4j.ledger;

import io.github.recovery4j.durable.EventStore;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What all who have a ledger share.
 *
 * @param definition what it was opened with
 * @param store its entries and events
 * @param coding keys and values to bytes and back
 * @param listener is told what happens
 * @param clock the wall clock
 * @param underWay restorations and patrols
 */
record Core<K, V>(
        LedgerDefinition<K, V> definition,
        EventStore<Change<K>, LedgerFold<K>> store,
        Coding<K, V> coding,
        RecoveryListener listener,
        InstantSource clock,
        UnderWay underWay) {

    Core(
            LedgerDefinition<K, V> definition,
            EventStore<Change<K>, LedgerFold<K>> store,
            Coding<K, V> coding,
            RecoveryListener listener,
            InstantSource clock) {
        this(definition, store, coding, listener, clock, new UnderWay());
    }

    void tell(Function<Instant, RecoveryEvent> event) {
        listener.on(event.apply(clock.instant()));
    }

    @Override
    public String toString() {
        return store.toString();
    }
}
