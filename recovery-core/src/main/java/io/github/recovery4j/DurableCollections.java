package io.github.recovery4j;

import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.cursor.CursorStores;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.ledger.Ledgers;
import io.github.recovery4j.queue.Queues;
import io.github.recovery4j.time.Ticker;
import java.time.InstantSource;

/** What a storage keeps besides runs. */
record DurableCollections(Ledgers ledgers, Queues queues, CursorStores cursors) implements AutoCloseable {

    static DurableCollections in(
            NamedJournals journals, StateCodec codec, RecoveryListener listener, InstantSource clock, Ticker ticker) {
        return new DurableCollections(
                new Ledgers(journals, codec, listener, clock),
                new Queues(journals, codec, listener, clock, ticker),
                new CursorStores(journals, listener, clock));
    }

    /** Cursors before what depends on them; one that fails keeps no other from being closed. */
    @Override
    public void close() {
        try (ledgers;
                queues) {
            cursors.close();
        }
    }
}
