package io.github.recovery4j.ledger;

import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.durable.EventStore;
import io.github.recovery4j.durable.Occasion;
import io.github.recovery4j.durable.Snapshotting;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.thread.Background;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledgers of one storage, each opened once. {@code Recovery} has one of these; whoever has a storage without it makes
 * one.
 *
 * <p>Safe for use by many threads.
 */
public final class Ledgers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Ledgers.class);

    private final NamedJournals journals;
    private final StateCodec codec;
    private final RecoveryListener listener;
    private final InstantSource clock;
    private final Background background = new Background("recovery4j-snapshots");
    private final Snapshotting snapshotting;
    private final Map<JournalName, Opened<?, ?>> opened = new HashMap<>();
    private boolean closed;

    /** A ledger with what it was opened with. */
    private record Opened<K, V>(
            LedgerDefinition<K, V> definition, EventStore<Change<K>, LedgerFold<K>> store, Ledger<K, V> ledger) {}

    /**
     * Opens none yet.
     *
     * @param journals where ledgers are kept
     * @param codec encodes keys and values
     * @param listener is told what happens; must be guarded
     * @param clock stamps events, and ends the time of entries
     */
    public Ledgers(NamedJournals journals, StateCodec codec, RecoveryListener listener, InstantSource clock) {
        this.journals = journals;
        this.codec = codec;
        this.listener = listener;
        this.clock = clock;
        this.snapshotting = Snapshotting.by(background);
    }

    /** Takes snapshots otherwise. */
    Ledgers(
            NamedJournals journals,
            StateCodec codec,
            RecoveryListener listener,
            InstantSource clock,
            Snapshotting snapshotting) {
        this.journals = journals;
        this.codec = codec;
        this.listener = listener;
        this.clock = clock;
        this.snapshotting = snapshotting;
    }

    /**
     * Opens a ledger, creating it if there is none. The same ledger is returned to everybody who opens it with the same
     * definition.
     *
     * @param definition which, and how
     * @param <K> the keys
     * @param <V> the values
     * @return the open ledger; it is closed with this
     * @throws IllegalStateException if it is open already, with another definition
     * @throws JournalException if another process has it open, or the medium failed
     * @throws JournalClosedException if this is closed
     */
    public <K, V> Ledger<K, V> open(LedgerDefinition<K, V> definition) {
        Opened<K, V> found;
        synchronized (opened) {
            if (closed) {
                throw new JournalClosedException("The storage of " + definition);
            }
            JournalName name = new JournalName("ledger", definition.tenant(), definition.name(), "events");
            Opened<?, ?> present = opened.get(name);
            if (present != null) {
                return same(present, definition);
            }
            found = opening(definition);
            opened.put(name, found);
        }
        tell(found);
        return found.ledger();
    }

    @SuppressWarnings("unchecked") // the definitions have the same classes
    private static <K, V> Ledger<K, V> same(Opened<?, ?> present, LedgerDefinition<K, V> definition) {
        if (!present.definition().isSameAs(definition)) {
            throw new IllegalStateException(
                    "It is open already as %s, and cannot be opened as %s with other settings; nothing was changed"
                            .formatted(present.definition(), definition));
        }
        return (Ledger<K, V>) present.ledger();
    }

    private <K, V> Opened<K, V> opening(LedgerDefinition<K, V> definition) {
        Coding<K, V> coding = new Coding<>(codec, definition.keys(), definition.values());
        EventStore<Change<K>, LedgerFold<K>> store = EventStore.open(
                new EventStore.Settings(
                        journals,
                        "ledger",
                        definition.tenant(),
                        definition.name(),
                        definition.keeping(),
                        clock,
                        snapshotting),
                () -> new LedgerFold<>(coding, definition.retired()));
        return new Opened<>(definition, store, new Ledger<>(store, coding, clock, Occasion.NOW));
    }

    private <K, V> void tell(Opened<K, V> found) {
        int live = found.store().turn(turn -> turn.fold().live().size());
        int unreadable = found.ledger().unreadable().size();
        log.info("{} was opened: {} entries are live, {} cannot be read", found.definition(), live, unreadable);
        listener.on(new RecoveryEvent.LedgerOpened(
                clock.instant(), found.definition().tenant(), found.definition().name(), live, unreadable));
    }

    /** Closes all of them, with a snapshot where that pays. Closing twice does nothing more. */
    @Override
    public void close() {
        synchronized (opened) {
            closed = true;
        }
        for (Opened<?, ?> each : opened.values()) {
            try {
                each.store().close();
            } catch (JournalException e) {
                log.warn(
                        "{} was not closed in peace, what was acknowledged is durable: {}",
                        each.store(),
                        e.getMessage());
            }
        }
        background.close();
    }
}
