package io.github.recovery4j;

import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.cursor.CursorStores;
import io.github.recovery4j.durable.Closing;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.ledger.Ledgers;
import io.github.recovery4j.queue.Queues;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.warm.WarmRestarts;
import java.time.InstantSource;
import java.util.List;

/** What a storage keeps besides runs. */
record DurableCollections(Ledgers ledgers, Queues queues, CursorStores cursors, WarmRestarts warmRestarts)
        implements AutoCloseable {

    static DurableCollections in(
            NamedJournals journals, StateCodec codec, RecoveryListener listener, InstantSource clock, Ticker ticker) {
        return new DurableCollections(
                new Ledgers(journals, codec, listener, clock),
                new Queues(journals, codec, listener, clock, ticker),
                new CursorStores(journals, listener, clock),
                new WarmRestarts(journals, codec, listener, clock, ticker));
    }

    /** Ends what is done by threads: all are asked, and waited for. */
    void stopWork() {
        queues.stopWorkers();
        ledgers.stopWork();
    }

    /** Cursors before what depends on them. Warm restarts write outside, and are closed in a phase of their own. */
    @Override
    public void close() {
        Closing.all(List.of(cursors, queues, ledgers));
    }
}
