package io.github.recovery4j.ledger;

import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.durable.EventStore;
import io.github.recovery4j.durable.Occasion;
import io.github.recovery4j.durable.Shelf;
import io.github.recovery4j.durable.Snapshotting;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.thread.Background;
import java.time.InstantSource;
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
    private final Shelf<Core<?, ?>> shelf = new Shelf<>(core -> core.store().close());

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
     * Opens a ledger, creating it if there is none. Whoever opens it again with the same definition gets the same ledger.
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
        return new Ledger<>(opened(definition, codec), Occasion.NOW);
    }

    /**
     * Opens a registry of secrets, creating it if there is none.
     *
     * @param name what it is called; it shares nothing with a ledger of that name
     * @return the open registry; it is closed with this
     * @throws JournalException if another process has it open, or the medium failed
     * @throws JournalClosedException if this is closed
     */
    public SecretRegistry secrets(String name) {
        return new SecretRegistry(
                new Ledger<>(opened(SecretRegistry.definition(name), new GrantCodec()), Occasion.NOW));
    }

    private <K, V> Core<K, V> opened(LedgerDefinition<K, V> definition, StateCodec used) {
        return shelf.open(
                new JournalName(definition.kind(), definition.tenant(), definition.name(), "events"),
                definition,
                () -> open(definition, used),
                Ledgers::tell);
    }

    private <K, V> Core<K, V> open(LedgerDefinition<K, V> definition, StateCodec used) {
        Coding<K, V> coding = new Coding<>(used, definition.keys(), definition.values());
        EventStore<Change<K>, LedgerFold<K>> store = EventStore.open(
                new EventStore.Settings(
                        journals,
                        definition.kind(),
                        definition.tenant(),
                        definition.name(),
                        definition.keeping(),
                        clock,
                        snapshotting),
                () -> new LedgerFold<>(coding, definition.retired()));
        return new Core<>(definition, store, coding, listener, clock);
    }

    private static <K, V> void tell(Core<K, V> core) {
        int live = core.store().turn(turn -> turn.fold().live().size());
        int unreadable = new Ledger<>(core, Occasion.NOW).unreadable().size();
        log.info("{} was opened: {} entries are live, {} cannot be read", core.definition(), live, unreadable);
        core.tell(at -> new RecoveryEvent.LedgerOpened(
                at, core.definition().tenant(), core.definition().name(), live, unreadable));
    }

    /** Ends what is under way in all of them: restorations are cancelled, patrols are closed, and both are waited for. */
    public void stopWork() {
        shelf.all().forEach(core -> core.underWay().stop());
    }

    /**
     * Closes all of them, with a snapshot where that pays. Closing twice does nothing more.
     *
     * @throws JournalException if one was not closed in peace, after all were closed: what was acknowledged is durable, but maybe
     *     not what became of the entries that were restored last
     */
    @Override
    public void close() {
        try (background) {
            shelf.close();
        }
    }
}
