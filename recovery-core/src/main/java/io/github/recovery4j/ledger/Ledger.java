package io.github.recovery4j.ledger;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.durable.EventStore;
import io.github.recovery4j.durable.Occasion;
import io.github.recovery4j.durable.Unread;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable map that knows what happened to it: what a service has to remember of the many things that it keeps alive.
 *
 * <pre>{@code
 * Ledger<String, ServiceSpec> services = recovery.ledger("services", String.class, ServiceSpec.class);
 * services.put("web", spec);                       // durable when it returns
 * services.because("order 17").retire("web", "no longer needed");
 * services.live().forEach(entry -> start(entry.key(), entry.value()));
 * }</pre>
 *
 * <ol>
 *   <li>What a method returns normally is durable: what it has recorded, and what it shows. A crash never takes back what
 *       somebody has seen.
 *   <li>Each change is an event with an id: 1, 2, 3 and so on in this ledger, in the order in which all changes happened. No
 *       id is used twice.
 *   <li>An entry is live from its first {@code put} to its retirement, or to the moment at which its time is over, which is
 *       not its own any more. What is put after that is a new entry, behind all others.
 *   <li>Values are copies: what is changed after it was put, or got, changes nothing here.
 *   <li>What cannot be read is kept aside and {@linkplain #unreadable() reported}, and harms nothing else.
 * </ol>
 *
 * <p>Keys are immutable values: they are compared by {@code equals}, and have to be equal to themselves after they were
 * encoded and decoded.
 *
 * <p>Safe for use by many threads, those that write at the same moment share a sync. One process at a time has a ledger open.
 * Every method throws a {@link io.github.recovery4j.journal.JournalException} when the medium fails: a change that was
 * asked for then is not known to be recorded, and the ledger takes no more until it is opened again.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class Ledger<K, V> {

    private static final Logger log = LoggerFactory.getLogger(Ledger.class);

    private final EventStore<Change<K>, LedgerFold<K>> store;
    private final Coding<K, V> coding;
    private final InstantSource clock;
    private final Occasion occasion;

    Ledger(EventStore<Change<K>, LedgerFold<K>> store, Coding<K, V> coding, InstantSource clock, Occasion occasion) {
        this.store = store;
        this.coding = coding;
        this.clock = clock;
        this.occasion = occasion;
    }

    /**
     * {@return this ledger, for changes that say what led to them}
     *
     * @param cause a text for people, or the id of an event of another ledger; it is in the {@linkplain #history history}
     */
    public Ledger<K, V> because(String cause) {
        return new Ledger<>(store, coding, clock, new Occasion(occasion.happened(), cause));
    }

    /**
     * {@return this ledger, for changes that did not happen at the moment at which they are recorded}
     *
     * @param happened when they did; it is in the {@linkplain #history history}, and decides nothing
     */
    public Ledger<K, V> at(Instant happened) {
        return new Ledger<>(store, coding, clock, new Occasion(Optional.of(happened), occasion.cause()));
    }

    /**
     * Puts a value, durably.
     *
     * @param key where
     * @param value replaces the one before, if the key is live, and its time to live
     * @return the id of the event
     * @throws CodecException if the value cannot be encoded; nothing was recorded
     * @throws IllegalArgumentException if the key does not equal itself once it was encoded and decoded
     */
    public long put(K key, V value) {
        return put(key, coding.encode(value), Optional.empty());
    }

    /**
     * Puts a value, durably, that ends by itself.
     *
     * @param key where
     * @param value replaces the one before, if the key is live
     * @param timeToLive how long it is live from now on by the wall clock, positive
     * @return the id of the event
     * @throws CodecException if the value cannot be encoded; nothing was recorded
     * @throws IllegalArgumentException if the key does not equal itself once it was encoded and decoded, or the time is not
     *     positive
     */
    public long put(K key, V value, Duration timeToLive) {
        if (timeToLive.isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException("An entry lives for a positive time, got " + timeToLive);
        }
        return put(key, coding.encode(value), Optional.of(clock.instant().plus(timeToLive)));
    }

    private long put(K key, Encoded value, Optional<Instant> expires) {
        Encoded encodedKey = coding.encodeNew(key);
        return store.turn(turn -> {
            present(turn, key);
            return turn.append(
                    new Change<>(LedgerEvent.Kind.PUT, key, encodedKey, "", Optional.of(value), expires), occasion);
        });
    }

    /**
     * Replaces the value of a live entry by one that is computed from it. Its place and the end of its time stay.
     *
     * @param key which
     * @param change computes the new value; it is called without a lock, and once more if somebody else was faster
     * @return the new value; empty if the key is not live
     * @throws CodecException if the value cannot be decoded, or the new one not be encoded; nothing was recorded
     */
    public Optional<V> update(K key, UnaryOperator<V> change) {
        while (true) {
            Optional<LedgerFold.Live<K>> found = find(key);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Encoded updated = coding.encode(change.apply(value(found.get())));
            if (replace(found.get(), updated)) {
                return Optional.of(coding.value(updated));
            }
        }
    }

    private boolean replace(LedgerFold.Live<K> before, Encoded value) {
        return ifUnchanged(
                        before.key(),
                        before.newest(),
                        new Change<>(
                                LedgerEvent.Kind.UPDATED,
                                before.key(),
                                before.encodedKey(),
                                "",
                                Optional.of(value),
                                before.expires()))
                .isPresent();
    }

    /**
     * Ends a live entry, durably.
     *
     * @param key which
     * @param reason why, for people
     * @return whether it was live
     */
    public boolean retire(K key, String reason) {
        return store.turn(turn -> {
            Optional<LedgerFold.Live<K>> found = present(turn, key);
            found.ifPresent(entry -> turn.append(
                    Change.of(LedgerEvent.Kind.RETIRED, entry.key(), entry.encodedKey(), reason), occasion));
            return found.isPresent();
        });
    }

    /** Records a change, if an entry is live and has not been put since. */
    Optional<Long> ifUnchanged(K key, long newest, Change<K> change) {
        return store.turn(turn -> present(turn, key)
                .filter(entry -> entry.newest() == newest)
                .map(entry -> turn.append(change, occasion)));
    }

    /**
     * {@return the value of a live entry; empty if the key is not live}
     *
     * @param key which
     * @throws CodecException if the value cannot be decoded: then it is neither live nor absent
     */
    public Optional<V> get(K key) {
        return find(key).map(this::value);
    }

    /**
     * {@return a live entry; empty if the key is not live}
     *
     * @param key which
     * @throws CodecException if the value cannot be decoded: then it is neither live nor absent
     */
    public Optional<LedgerEntry<K, V>> entry(K key) {
        return find(key).map(entry -> entry(entry, value(entry)));
    }

    private Optional<LedgerFold.Live<K>> find(K key) {
        return store.turn(turn -> present(turn, key));
    }

    /** What is live at this moment; that its time is over is recorded by whoever finds out. */
    private Optional<LedgerFold.Live<K>> present(EventStore<Change<K>, LedgerFold<K>>.Turn turn, K key) {
        turn.fold()
                .live(key)
                .filter(entry -> entry.isOver(clock.instant()))
                .ifPresent(entry -> turn.append(LedgerFold.expiry(entry), Occasion.NOW));
        turn.fold().retired(key).ifPresent(ended -> turn.shows(ended.newest()));
        Optional<LedgerFold.Live<K>> found = turn.fold().live(key);
        found.ifPresent(entry -> turn.shows(entry.newest()));
        return found;
    }

    private V value(LedgerFold.Live<K> entry) {
        try {
            return coding.value(entry.value());
        } catch (CodecException e) {
            throw new CodecException(
                    "The value of '%s' in %s, of event %d, cannot be read: %s. The entry is neither live nor absent, and stays as it is"
                            .formatted(entry.key(), store, entry.newest(), e.getMessage()),
                    e);
        }
    }

    private static <K, V> LedgerEntry<K, V> entry(LedgerFold.Live<K> entry, V value) {
        return new LedgerEntry<>(entry.key(), value, entry.first(), entry.newest(), entry.since(), entry.expires());
    }

    /**
     * {@return the live entries, as they were at one moment, in the order in which they became live} One whose value cannot
     * be decoded is not among them, but among the {@linkplain #unreadable() unreadable}.
     */
    public List<LedgerEntry<K, V>> live() {
        List<LedgerEntry<K, V>> entries = new ArrayList<>();
        for (LedgerFold.Live<K> each : allLive()) {
            try {
                entries.add(entry(each, coding.value(each.value())));
            } catch (CodecException e) {
                log.debug("The value of '{}' in {} is left out: {}", each.key(), store, e.getMessage());
            }
        }
        return entries;
    }

    private List<LedgerFold.Live<K>> allLive() {
        return store.turn(turn -> {
            turn.expire();
            turn.showsAll();
            return List.copyOf(turn.fold().live());
        });
    }

    /**
     * {@return what happened to a key, oldest first, as far as it is kept} Takes the time to read the whole history of the
     * ledger.
     *
     * @param key which, live or not
     */
    public List<LedgerEvent<V>> history(K key) {
        find(key); // waits for what is not durable yet
        List<LedgerEvent<V>> found = new ArrayList<>();
        store.history(event -> {
            Change<K> change = event.change();
            if (change.key().equals(key)) {
                found.add(new LedgerEvent<>(
                        event.id(),
                        change.kind(),
                        event.happened(),
                        event.recorded(),
                        event.cause(),
                        change.text(),
                        change.value().flatMap(this::decodable),
                        change.expires()));
            }
        });
        return found;
    }

    private Optional<V> decodable(Encoded value) {
        try {
            return Optional.of(coding.value(value));
        } catch (CodecException e) {
            log.debug("A value in the history of {} cannot be read any more: {}", store, e.getMessage());
            return Optional.empty();
        }
    }

    /** {@return what cannot be read; it is kept} Takes the time to decode every live value. */
    public List<UnreadableEntry> unreadable() {
        List<UnreadableEntry> found = new ArrayList<>();
        for (Unread each : store.unread()) {
            found.add(new UnreadableEntry("", each.first(), each.reason()));
        }
        for (LedgerFold.Live<K> each : allLive()) {
            try {
                coding.value(each.value());
            } catch (CodecException e) {
                found.add(
                        new UnreadableEntry(String.valueOf(each.key()), each.newest(), String.valueOf(e.getMessage())));
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return store.toString();
    }
}
