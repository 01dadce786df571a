package io.github.recovery4j.warm;

import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.durable.Coder;
import io.github.recovery4j.durable.Shelf;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.time.Ticker;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * The warm restarts of one storage, each opened once. {@code Recovery} has one of these; whoever has a storage without it makes
 * one.
 *
 * <p>Safe for use by many threads.
 */
public final class WarmRestarts implements AutoCloseable {

    private static final String KIND = "warm";

    private final NamedJournals journals;
    private final Tools tools;
    private final Shelf<WarmRestart<?, ?>> shelf = new Shelf<>(WarmRestart::close);

    /**
     * What all warm restarts share.
     *
     * @param coder encodes keys and values
     * @param listener is told what happens
     * @param clock the wall clock
     * @param ticker measures how long syncs take
     * @param timers makes a timer with a name
     */
    record Tools(
            Coder coder,
            RecoveryListener listener,
            InstantSource clock,
            Ticker ticker,
            Function<String, Timer> timers) {}

    /**
     * Opens none yet.
     *
     * @param journals where their state is kept
     * @param codec encodes keys and values
     * @param listener is told what happens; must be guarded
     * @param clock stamps what is recorded, and tells its age
     * @param ticker measures how long syncs take
     */
    public WarmRestarts(
            NamedJournals journals, StateCodec codec, RecoveryListener listener, InstantSource clock, Ticker ticker) {
        this(journals, new Tools(new Coder(codec), listener, clock, ticker, DaemonTimer::new));
    }

    /** Has other timers. */
    WarmRestarts(NamedJournals journals, Tools tools) {
        this.journals = journals;
        this.tools = tools;
    }

    /**
     * Opens a warm restart, creating it if there is none. From now on the time of its first sync passes. Whoever opens it again
     * with the same definition gets the same.
     *
     * @param definition which, and how
     * @param <K> the keys
     * @param <V> the values
     * @return the open warm restart; it is closed with this
     * @throws IllegalStateException if it is open already, with another definition
     * @throws JournalException if another process has it open, the medium failed, or a newer release wrote it
     * @throws io.github.recovery4j.journal.JournalClosedException if this is closed
     */
    public <K, V> WarmRestart<K, V> open(WarmDefinition<K, V> definition) {
        JournalName name = new JournalName(KIND, "", definition.name(), "state");
        return shelf.open(name, definition, () -> opened(name, definition), WarmRestart::tellStart);
    }

    private <K, V> WarmRestart<K, V> opened(JournalName name, WarmDefinition<K, V> definition) {
        Journal journal = journals.open(name);
        try {
            return WarmRestart.begin(definition, journal, tools);
        } catch (RuntimeException | Error e) {
            try {
                journal.close();
            } catch (JournalException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    /** Closes all of them. Closing twice does nothing more. */
    @Override
    public void close() {
        shelf.close();
    }
}
