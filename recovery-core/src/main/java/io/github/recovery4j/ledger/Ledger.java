package io.github.recovery4j.ledger;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.durable.EventStore;
import io.github.recovery4j.durable.Occasion;
import io.github.recovery4j.durable.Unread;
import io.github.recovery4j.event.RecoveryEvent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private final Core<K, V> core;
    private final Occasion occasion;

    Ledger(Core<K, V> core, Occasion occasion) {
        this.core = core;
        this.occasion = occasion;
    }

    Core<K, V> core() {
        return core;
    }

    /**
     * {@return this ledger, for changes that say what led to them}
     *
     * @param cause a text for people, or the id of an event of another ledger; it is in the {@linkplain #history history}
     */
    public Ledger<K, V> because(String cause) {
        return new Ledger<>(core, new Occasion(occasion.happened(), cause));
    }

    /**
     * {@return this ledger, for changes that did not happen at the moment at which they are recorded}
     *
     * @param happened when they did; it is in the {@linkplain #history history}, and decides nothing
     */
    public Ledger<K, V> at(Instant happened) {
        return new Ledger<>(core, new Occasion(Optional.of(happened), occasion.cause()));
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
        return put(key, core.coding().encode(value), Optional.empty());
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
        return put(key, core.coding().encode(value), Optional.of(end(timeToLive)));
    }

    private Instant end(Duration timeToLive) {
        try {
            return core.clock().instant().plus(timeToLive);
        } catch (DateTimeException | ArithmeticException e) {
            return Instant.MAX; // it outlives the calendar
        }
    }

    /** Puts a value that ends at a time. */
    long putUntil(K key, V value, Instant end) {
        return put(key, core.coding().encode(value), Optional.of(end));
    }

    private long put(K key, Encoded value, Optional<Instant> expires) {
        Encoded encodedKey = core.store().peek(fold -> fold.encoded(key)).orElseGet(() -> core.coding()
                .encodeNew(key));
        return core.store().turn(turn -> {
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
            Encoded updated = core.coding().encode(change.apply(value(found.get())));
            if (replace(found.get(), updated)) {
                return Optional.of(core.coding().value(updated));
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
        return core.store().turn(turn -> {
            Optional<LedgerFold.Live<K>> found = present(turn, key);
            found.ifPresent(entry -> turn.append(
                    Change.of(LedgerEvent.Kind.RETIRED, entry.key(), entry.encodedKey(), reason), occasion));
            return found.isPresent();
        });
    }

    /**
     * An entry as it is now; empty if it is not live, or was put since.
     *
     * @throws CodecException if its value cannot be decoded
     */
    Optional<LedgerEntry<K, V>> same(K key, long put) {
        return entry(key).filter(found -> found.put() == put);
    }

    /**
     * Records what became of an entry, if it is live and has not been put since; durable some time.
     *
     * @return whether it is, and has not
     */
    boolean note(K key, long put, LedgerEvent.Kind kind, String text) {
        boolean[] noted = new boolean[1];
        core.store().pass(turn -> turn.fold()
                .live(key)
                .filter(found -> found.put() == put)
                .ifPresent(found -> {
                    turn.append(Change.of(kind, found.key(), found.encodedKey(), text), occasion);
                    noted[0] = true;
                }));
        return noted[0];
    }

    /** Whether a key is live, whatever its value. */
    boolean isKnownLive(K key) {
        return find(key).isPresent();
    }

    /** Everything that can be told of what should be alive. */
    Beliefs<K, V> beliefs() {
        List<LedgerFold.Retired<K>> ended = new ArrayList<>();
        List<LedgerFold.Live<K>> entries = core.store().turn(turn -> {
            turn.expire();
            turn.showsAll();
            ended.addAll(turn.fold().retired());
            return List.copyOf(turn.fold().live());
        });
        return beliefs(entries, ended);
    }

    /** Everything that can be told of whether one key should be alive. */
    Beliefs<K, V> beliefs(K key) {
        List<LedgerFold.Retired<K>> ended = new ArrayList<>();
        Optional<LedgerFold.Live<K>> entry = core.store().turn(turn -> {
            Optional<LedgerFold.Live<K>> found = present(turn, key);
            turn.fold().retired(key).ifPresent(ended::add);
            return found;
        });
        return beliefs(entry.stream().toList(), ended);
    }

    private Beliefs<K, V> beliefs(List<LedgerFold.Live<K>> entries, List<LedgerFold.Retired<K>> ended) {
        Map<K, LedgerEntry<K, V>> live = new LinkedHashMap<>();
        Map<K, Instant> changes = new HashMap<>();
        Set<K> unreadable = new HashSet<>();
        ended.forEach(each -> changes.put(each.key(), each.at()));
        for (LedgerFold.Live<K> each : entries) {
            changes.put(each.key(), each.changed());
            try {
                live.put(each.key(), entry(each, core.coding().value(each.value())));
            } catch (CodecException e) {
                log.debug("The value of '{}' in {} cannot be read: {}", each.key(), core, e.getMessage());
                unreadable.add(each.key());
            }
        }
        List<Unread> unread = core.store().unread();
        Optional<String> doubtful = unread.isEmpty()
                ? Optional.empty()
                : Optional.of("%d events cannot be read, such as %s".formatted(unread.size(), unread.get(0)));
        return new Beliefs<>(live, changes, unreadable, doubtful);
    }

    /** Makes durable what was noted. */
    void settle() {
        core.store().turn(turn -> {
            turn.showsAll();
            return true;
        });
    }

    /** Records a change, if an entry is live and has not been put since. */
    Optional<Long> ifUnchanged(K key, long newest, Change<K> change) {
        return core.store().turn(turn -> present(turn, key)
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
        return core.store().turn(turn -> present(turn, key));
    }

    /** What is live at this moment; that its time is over is recorded by whoever finds out. */
    private Optional<LedgerFold.Live<K>> present(EventStore<Change<K>, LedgerFold<K>>.Turn turn, K key) {
        turn.fold()
                .live(key)
                .filter(entry -> entry.isOver(core.clock().instant()))
                .ifPresent(entry -> turn.append(LedgerFold.expiry(entry), Occasion.NOW));
        Optional<LedgerFold.Live<K>> found = turn.fold().live(key);
        turn.shows(
                found.map(LedgerFold.Live::newest).orElseGet(() -> turn.fold().absence(key)));
        return found;
    }

    private V value(LedgerFold.Live<K> entry) {
        try {
            return core.coding().value(entry.value());
        } catch (CodecException e) {
            throw new CodecException(
                    "The value of '%s' in %s, of event %d, cannot be read: %s. The entry is neither live nor absent, and stays as it is"
                            .formatted(entry.key(), core, entry.newest(), e.getMessage()),
                    e);
        }
    }

    private static <K, V> LedgerEntry<K, V> entry(LedgerFold.Live<K> entry, V value) {
        return new LedgerEntry<>(
                entry.key(), value, entry.first(), entry.put(), entry.newest(), entry.since(), entry.expires());
    }

    /**
     * {@return the live entries, as they were at one moment, in the order in which they became live} One whose value cannot
     * be decoded is not among them, but among the {@linkplain #unreadable() unreadable}.
     */
    public List<LedgerEntry<K, V>> live() {
        List<LedgerEntry<K, V>> entries = new ArrayList<>();
        for (LedgerFold.Live<K> each : allLive()) {
            try {
                entries.add(entry(each, core.coding().value(each.value())));
            } catch (CodecException e) {
                log.debug("The value of '{}' in {} is left out: {}", each.key(), core, e.getMessage());
            }
        }
        return entries;
    }

    /** What is live, as it is kept. */
    List<LedgerFold.Live<K>> allLive() {
        return core.store().turn(turn -> {
            turn.expire();
            turn.showsAll();
            return List.copyOf(turn.fold().live());
        });
    }

    /**
     * {@return what happened to a key, as far as it is kept} Takes the time to read the whole history of the ledger.
     *
     * @param key which, live or not
     */
    public LedgerHistory<V> history(K key) {
        find(key); // waits for what is not durable yet
        List<LedgerEvent<V>> found = new ArrayList<>();
        List<Unread> unread = core.store().history(event -> {
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
        return new LedgerHistory<>(found, entries(unread));
    }

    private Optional<V> decodable(Encoded value) {
        try {
            return Optional.of(core.coding().value(value));
        } catch (CodecException e) {
            log.debug("A value in the history of {} cannot be read any more: {}", core, e.getMessage());
            return Optional.empty();
        }
    }

    /** {@return what cannot be read; it is kept} Takes the time to decode every live value. */
    public List<UnreadableEntry> unreadable() {
        List<UnreadableEntry> found = new ArrayList<>(unread());
        for (LedgerFold.Live<K> each : allLive()) {
            try {
                core.coding().value(each.value());
            } catch (CodecException e) {
                found.add(unreadable(each, e));
            }
        }
        return found;
    }

    /**
     * Records, durably, that somebody has looked after the events that {@linkplain #unreadable() cannot be read}, and that what is
     * known is right without them. They are not reported any more, and do not keep a {@link Reconciler} from repairs. Those that
     * newer code may understand are kept, and offered to it all the same. Live entries whose value cannot be read are not
     * concerned: put another one, or retire them.
     *
     * @param reason who says so, and why
     * @return what was accepted; empty if there was nothing
     */
    public List<UnreadableEntry> acceptLosses(String reason) {
        List<UnreadableEntry> accepted = entries(core.store().acceptLosses(reason));
        if (!accepted.isEmpty()) {
            log.warn("In {} the loss of {} was accepted: {}", core, accepted, reason);
            core.tell(at -> new RecoveryEvent.LossesAccepted(
                    at, core.definition().tenant(), core.definition().name(), accepted.size(), reason));
        }
        return accepted;
    }

    /** A live entry whose value cannot be decoded. */
    static <K> UnreadableEntry unreadable(LedgerFold.Live<K> entry, CodecException why) {
        return new UnreadableEntry(Words.of(entry.key()), entry.newest(), String.valueOf(why.getMessage()));
    }

    /** Events that cannot be read; of which keys is not known. */
    List<UnreadableEntry> unread() {
        return entries(core.store().unread());
    }

    private static List<UnreadableEntry> entries(List<Unread> unread) {
        return unread.stream()
                .map(each -> new UnreadableEntry("", each.first(), each.reason()))
                .toList();
    }

    @Override
    public String toString() {
        return core.toString();
    }
}
