package io.github.recovery4j.warm;

import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.probe.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an outside as a source says it should be, across restarts that the outside does not notice.
 *
 * <pre>{@code
 * WarmRestart<String, Port> ports = recovery.warmRestart(WarmDefinition.named("ports", String.class, Port.class, table));
 * kernel.dump().forEach(port -> ports.refresh(port.name(), port));     // after a restart: held back, and compared
 * ports.complete();                                                    // the gate opens: only what differs is written
 * kernel.onChange(port -> ports.refresh(port.name(), port));           // written at once, durably known to be
 * kernel.onRemoval(ports::remove);
 * }</pre>
 *
 * <p>If an earlier process has left entries outside, the {@linkplain #start start} is warm: every entry is {@link
 * Freshness#STALE} until the source tells of it, and a gate keeps all writes back until the first sync ends. That is when its
 * end {@linkplain #complete is told}, or when its {@linkplain WarmDefinition#limit time} is over. Otherwise the start is cold,
 * and everything is written as it comes.
 *
 * <ol>
 *   <li>While the gate is closed the outside is not touched. Of what is told of a key meanwhile, the last word counts.
 *   <li>What the outside certainly has is not written again: a restart after which nothing has changed writes nothing.
 *   <li>What it does not certainly have is written. If a process dies while it writes an entry, that entry, and no other, is
 *       in doubt: it is written once it is refreshed, whatever its value.
 *   <li>An entry is deleted if the source says that it is gone, if it was not refreshed by a {@linkplain #complete complete}
 *       sync, or if the live world was {@linkplain Unrefreshed#asking asked} about it and says so. Never because time passed.
 *   <li>When a method that writes returns normally, all it wrote is durably known to be outside.
 *   <li>A sync ends once, and is counted once, however many signals and timers meet.
 *   <li>State that is damaged is never taken for sound: as {@link Start} says, entries become doubtful, or the start is cold.
 * </ol>
 *
 * <p>Only this writes the outside. What somebody else changes there is not noticed.
 *
 * <p>Safe for use by many threads; those that write at the same moment share syncs, and one of them writes for all. One process
 * at a time has a warm restart open. Methods throw a {@link JournalException} when the medium fails: nothing is written outside
 * any more until it is opened again.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class WarmRestart<K, V> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WarmRestart.class);

    private static final int BEATS = 8;
    private static final Duration LONGEST_BEAT = Duration.ofHours(1);

    private final WarmDefinition<K, V> definition;
    private final WarmRestarts.Tools tools;
    private final Start start;
    private final Items<K, V> items;
    private final Map<Encoded, Optional<Encoded>> asides;
    private final StateLog state;
    private final Timer timer;
    private final News<K> news;
    private final Writes<K, V> writes;
    private final long began;

    /** Guards the items, the gate and whether this is closed. Nobody waits for anything under it. */
    private final Lock lock = new ReentrantLock();

    /** The turn of whoever writes, to the outside and to the state. Taken before the lock, never after it. */
    private final Lock writing = new ReentrantLock();

    private boolean gated;
    private boolean closed;
    private Optional<SyncReport<K>> synced = Optional.empty();

    private WarmRestart(
            WarmDefinition<K, V> definition, WarmRestarts.Tools tools, Beginning<K, V> beginning, StateLog state) {
        this.definition = definition;
        this.tools = tools;
        this.start = beginning.start();
        this.items = beginning.items();
        this.asides = beginning.asides();
        this.gated = beginning.isWarm();
        this.state = state;
        this.timer = tools.timers().apply("recovery4j-warm-" + definition.name());
        this.began = tools.ticker().nanos();
        this.news = new News<>(definition, tools);
        this.writes = new Writes<>(definition, items, state, lock);
    }

    static <K, V> WarmRestart<K, V> begin(WarmDefinition<K, V> definition, Journal journal, WarmRestarts.Tools tools) {
        Recollection found = new Recollection(journal);
        Beginning<K, V> beginning =
                new Beginning<>(definition, tools.coder(), found, tools.clock().instant());
        StateLog state = new StateLog(journal, tools.clock(), found);
        WarmRestart<K, V> begun = new WarmRestart<>(definition, tools, beginning, state);
        begun.record(beginning);
        begun.arm();
        return begun;
    }

    private void record(Beginning<K, V> beginning) {
        if (!beginning.isWarm()) {
            state.append(new Change.Cleared());
        }
        state.append(new Change.Started(beginning.isWarm(), beginning.isDamaged()));
        state.save(remembered());
    }

    /** Told once, by whoever opened it, with nothing locked. */
    void tellStart() {
        news.started(start);
    }

    private void arm() {
        Duration beat = definition.maxAge().value().dividedBy(BEATS);
        timer.every(beat.compareTo(LONGEST_BEAT) < 0 ? beat : LONGEST_BEAT, this::beat);
        if (gated && definition.limit().value() instanceof SyncLimit.After limit) {
            if (limit.time().isZero()) {
                timeOut(limit);
            } else {
                timer.after(limit.time(), () -> timeOut(limit));
            }
        }
    }

    /** {@return how this began} */
    public Start start() {
        return start;
    }

    /** {@return whether writes are held back, as the first sync after a warm start has not ended} */
    public boolean isGated() {
        return locked(() -> gated);
    }

    /** {@return how the first sync ended; empty while it is under way, and after a cold start, which gates nothing} */
    public Optional<SyncReport<K>> synced() {
        return locked(() -> synced);
    }

    /**
     * The source tells of an entry. It is written if the outside has it otherwise, or may have; at once, unless the gate is
     * closed.
     *
     * @param key which
     * @param value what it is
     * @return what that means
     * @throws io.github.recovery4j.codec.CodecException if it cannot be encoded; nothing was changed
     * @throws IllegalArgumentException if the key does not equal itself once it was encoded and decoded; nothing was changed
     * @throws OutsideException if it was not written; it stays owed
     */
    public Freshness refresh(K key, V value) {
        Encoded encodedKey = encodedKey(key);
        Side<V> news = new Side.Present<>(value, tools.coder().encode(value));
        Freshness freshness = locked(() -> {
            requireOpen();
            return items.tell(key, encodedKey, news);
        });
        write(List.of(key));
        return freshness;
    }

    /**
     * The source tells of many entries. The same as {@link #refresh} for each, but they share their syncs.
     *
     * @param entries what they are, in this order
     * @throws io.github.recovery4j.codec.CodecException if one cannot be encoded; nothing was changed
     * @throws IllegalArgumentException if a key does not equal itself once it was encoded and decoded; nothing was changed
     * @throws OutsideException if one was not written; it stays owed
     */
    public void refreshAll(Map<? extends K, ? extends V> entries) {
        List<Runnable> news = new ArrayList<>();
        entries.forEach((key, value) -> {
            Encoded encodedKey = encodedKey(key);
            Side<V> side = new Side.Present<>(value, tools.coder().encode(value));
            news.add(() -> items.tell(key, encodedKey, side));
        });
        locked(() -> {
            requireOpen();
            news.forEach(Runnable::run);
            return true;
        });
        write(List.copyOf(entries.keySet()));
    }

    /**
     * The source tells that an entry is no more. It is deleted if the outside has it, or may have; at once, unless the gate is
     * closed.
     *
     * @param key which
     * @return whether the outside had it, or may have had it
     * @throws OutsideException if it was not deleted; that stays owed
     */
    public boolean remove(K key) {
        boolean known = locked(() -> {
            requireOpen();
            Optional<Encoded> encodedKey = items.encodedKey(key);
            encodedKey.ifPresent(it -> items.tell(key, it, new Side.Absent<>()));
            return encodedKey.isPresent();
        });
        write(List.of(key));
        return known;
    }

    /** A key that is known keeps its bytes. */
    private Encoded encodedKey(K key) {
        return locked(() -> items.encodedKey(key)).orElseGet(() -> tools.coder().encodeKey(key, definition.keys()));
    }

    /**
     * The source tells that, since this was opened, it told of everything there is. What was restored and not told of is no
     * more, and is deleted. Ends the first sync, if it is under way: then what was held back is written. If that ended earlier,
     * and not completely, what is suspect since is deleted. After a cold start there is nothing to do.
     *
     * @return what came of it; what could not be written is in it, and is not thrown
     */
    public SyncReport<K> complete() {
        return end(new SyncEnding.Complete());
    }

    /**
     * The source tells that it came to its end without having told of everything. Ends the first sync, if it is under way: what
     * was held back is written, and what was not refreshed is dealt with as the {@linkplain WarmDefinition#unrefreshed policy}
     * says. Otherwise there is nothing to do.
     *
     * @param reason why, for people
     * @return what came of it; what could not be written is in it, and is not thrown
     */
    public SyncReport<K> partial(String reason) {
        return end(new SyncEnding.Partial(reason));
    }

    private void timeOut(SyncLimit.After limit) {
        try {
            if (isGated()) {
                end(new SyncEnding.TimedOut(limit.time()));
            }
        } catch (JournalClosedException e) {
            log.debug("{} was closed before its sync ended", definition);
        } catch (RuntimeException e) {
            log.error("The sync of {} could not be ended, nothing more is written: {}", definition, e.getMessage(), e);
        }
    }

    private SyncReport<K> end(SyncEnding ending) {
        SyncReport<K> report;
        boolean first;
        writing.lock();
        try {
            first = isGated();
            if (first || ending instanceof SyncEnding.Complete) {
                List<K> untold = locked(() -> {
                    requireOpen();
                    return items.untold();
                });
                List<K> gone = ending instanceof SyncEnding.Complete ? untold : certainlyGone(untold);
                report = carryOut(ending, gone, first);
            } else {
                report = locked(() -> {
                    requireOpen();
                    return report(ending, items.counts());
                });
            }
        } finally {
            writing.unlock();
        }
        if (first) {
            news.ended(report);
        }
        return report;
    }

    private List<K> certainlyGone(List<K> untold) {
        return definition.unrefreshed() instanceof Unrefreshed.Ask<K> ask
                ? untold.stream().filter(key -> isCertainlyGone(ask, key)).toList()
                : List.of();
    }

    private boolean isCertainlyGone(Unrefreshed.Ask<K> ask, K key) {
        Answer answer = answer(ask, key);
        log.info("'{}' in {} was not refreshed; asked, it is {}", key, definition, answer);
        return answer instanceof Answer.Down;
    }

    private static <K> Answer answer(Unrefreshed.Ask<K> ask, K key) {
        try {
            return ask.probes().apply(key).ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.unknown("interrupted");
        } catch (RuntimeException e) {
            return Answer.unknown(e.toString());
        }
    }

    /** Opens the gate, and lets everything through that waited, in the turn of the caller. */
    private SyncReport<K> carryOut(SyncEnding ending, List<K> gone, boolean first) {
        Map<Freshness, Integer> counts = locked(() -> {
            requireOpen();
            gated = false;
            gone.forEach(items::presumeGone);
            items.suspect();
            return items.counts();
        });
        writeDue();
        Duration took = Duration.ofNanos(tools.ticker().nanos() - began);
        if (first) {
            state.append(new Change.Ended(ending instanceof SyncEnding.TimedOut, took));
            state.sync();
        }
        return locked(() -> {
            SyncReport<K> report = report(ending, counts);
            if (first) {
                synced = Optional.of(report);
            }
            return report;
        });
    }

    private SyncReport<K> report(SyncEnding ending, Map<Freshness, Integer> counts) {
        return new SyncReport<>(
                ending,
                counts.getOrDefault(Freshness.SAME, 0),
                counts.getOrDefault(Freshness.CHANGED, 0),
                counts.getOrDefault(Freshness.NEW, 0),
                counts.getOrDefault(Freshness.GONE, 0),
                items.untold(),
                List.copyOf(items.owed().keySet()),
                Duration.ofNanos(tools.ticker().nanos() - began));
    }

    /**
     * Tries again to write what is owed. Does nothing while the gate is closed.
     *
     * @throws OutsideException if something is still owed
     */
    public void settle() {
        List<K> owed = locked(() -> {
            requireOpen();
            List<K> keys = List.copyOf(items.owed().keySet());
            items.demand();
            return keys;
        });
        write(owed);
    }

    /** {@return the keys of what could not be written or deleted, and is to be} */
    public List<K> owed() {
        return locked(() -> List.copyOf(items.owed().keySet()));
    }

    /** Writes what is due, or waits until somebody has, unless the gate is closed. */
    private void write(List<K> keys) {
        if (!locked(() -> !gated && keys.stream().anyMatch(items::isUnsettled))) {
            return;
        }
        writing.lock();
        try {
            writeDue();
        } finally {
            writing.unlock();
        }
        requireWritten(keys);
    }

    private void requireWritten(List<K> keys) {
        Map<K, Throwable> owed = locked(() -> new LinkedHashMap<>(items.owed()));
        owed.keySet().retainAll(keys);
        owed.forEach((key, cause) -> {
            throw new OutsideException(
                    "'%s' of %s was not written to the outside, or not deleted there, and stays owed: %s"
                            .formatted(owed.keySet(), definition, cause),
                    cause);
        });
    }

    /** In the turn of the caller. */
    private void writeDue() {
        List<Due<K, V>> all = locked(() -> {
            requireOpen();
            return items.takeDue();
        });
        if (all.isEmpty()) {
            return;
        }
        writes.carryOut(all);
        saveIfDue();
    }

    private void saveIfDue() {
        if (state.isGenerationDue()) {
            state.save(locked(this::remembered));
        }
    }

    private Map<Encoded, Optional<Encoded>> remembered() {
        Map<Encoded, Optional<Encoded>> all = new LinkedHashMap<>(asides);
        all.putAll(items.beliefs());
        return all;
    }

    /** Tells the next process that the state was still true at this moment. */
    private void beat() {
        try {
            writing.lock();
            try {
                if (!locked(() -> closed)) {
                    state.append(new Change.Alive());
                    state.sync();
                    saveIfDue();
                }
            } finally {
                writing.unlock();
            }
        } catch (RuntimeException e) {
            log.warn("{} could not record that it lives, its state ages: {}", definition, e.getMessage());
        }
    }

    /** {@return everything that the outside has, or may have, or will have, in the order in which it became known} */
    public List<WarmEntry<K, V>> entries() {
        return locked(items::entries);
    }

    /**
     * {@return an entry; empty if there is none}
     *
     * @param key which
     */
    public Optional<WarmEntry<K, V>> entry(K key) {
        return locked(() -> items.entry(key));
    }

    /** {@return what happened over all its lives} */
    public WarmMetrics metrics() {
        return state.metrics();
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new JournalClosedException(definition.toString());
        }
    }

    /**
     * Closes it, after the write that is under way. What was held back is forgotten, as the source will tell of it again: the
     * next start is warm, and compares. Closing twice does nothing more.
     */
    @Override
    public void close() {
        boolean before = locked(() -> {
            boolean was = closed;
            closed = true;
            return was;
        });
        if (before) {
            return;
        }
        timer.close();
        writing.lock();
        try (state) {
            state.append(new Change.Alive());
        } finally {
            writing.unlock();
        }
    }

    @Override
    public String toString() {
        return definition.toString();
    }
}
