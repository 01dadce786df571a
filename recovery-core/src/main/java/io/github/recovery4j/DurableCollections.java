package io.github.recovery4j;

import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.cursor.CursorStores;
import io.github.recovery4j.durable.Closing;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.job.Services;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.ledger.Ledgers;
import io.github.recovery4j.queue.Queues;
import io.github.recovery4j.settings.Settings;
import io.github.recovery4j.warm.WarmDefinition;
import io.github.recovery4j.warm.WarmRestart;
import io.github.recovery4j.warm.WarmRestarts;
import java.time.InstantSource;
import java.util.List;

/** What a storage keeps besides runs. */
record DurableCollections(
        Ledgers ledgers, Queues queues, CursorStores cursors, WarmRestarts warmRestarts, Settings settings)
        implements AutoCloseable {

    static DurableCollections in(Services services, Settings settings) {
        NamedJournals journals = services.storage().namedJournals();
        StateCodec codec = services.codec();
        RecoveryListener listener = services.listener();
        InstantSource clock = services.clock();
        return new DurableCollections(
                new Ledgers(journals, codec, listener, clock),
                new Queues(journals, codec, listener, clock, services.ticker()),
                new CursorStores(journals, listener, clock),
                new WarmRestarts(journals, codec, listener, clock, services.ticker()),
                settings);
    }

    <K, V> WarmRestart<K, V> warmRestart(WarmDefinition<K, V> definition) {
        return warmRestarts.open(definition.tuned(settings));
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
