package io.github.recovery4j.ledger;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.durable.Body;
import io.github.recovery4j.durable.Event;
import io.github.recovery4j.durable.Fold;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The entries of a ledger: the live ones in the order in which they became live, and the keys that were retired last, oldest
 * first. Values stay encoded.
 *
 * @param <K> the keys
 */
final class LedgerFold<K> implements Fold<Change<K>> {

    private final Keys<K> keys;
    private final int mostRetired;
    private final Map<K, Live<K>> live = new LinkedHashMap<>();
    private final Map<K, Retired<K>> retired = new LinkedHashMap<>();

    /** The newest retirement that is not remembered any more. */
    private long forgotten;

    LedgerFold(Keys<K> keys, int mostRetired) {
        this.keys = keys;
        this.mostRetired = mostRetired;
    }

    /**
     * A live entry.
     *
     * @param key the key
     * @param encodedKey its bytes
     * @param value the value
     * @param first the event that made it live
     * @param put the event that put it last
     * @param newest the event that put or updated the value
     * @param since when it was made live
     * @param changed when the value was put
     * @param expires when it ends
     */
    record Live<K>(
            K key,
            Encoded encodedKey,
            Encoded value,
            long first,
            long put,
            long newest,
            Instant since,
            Instant changed,
            Optional<Instant> expires) {

        /** At that very moment it is over. */
        boolean isOver(Instant now) {
            return expires.isPresent() && !now.isBefore(expires.get());
        }
    }

    /**
     * A key that was live.
     *
     * @param key the key
     * @param encodedKey its bytes
     * @param newest the event that ended it
     * @param at when that was recorded
     * @param reason why
     */
    record Retired<K>(K key, Encoded encodedKey, long newest, Instant at, String reason) {}

    Optional<Live<K>> live(K key) {
        return Optional.ofNullable(live.get(key));
    }

    /** The bytes of a key that is known. */
    Optional<Encoded> encoded(K key) {
        return live(key).map(Live::encodedKey).or(() -> retired(key).map(Retired::encodedKey));
    }

    Collection<Live<K>> live() {
        return live.values();
    }

    Optional<Retired<K>> retired(K key) {
        return Optional.ofNullable(retired.get(key));
    }

    /** The event that has to be durable before it may be told that a key is not live. */
    long absence(K key) {
        return retired(key).map(Retired::newest).orElse(forgotten);
    }

    Collection<Retired<K>> retired() {
        return retired.values();
    }

    @Override
    public Body encode(Change<K> change) {
        return change.encoded();
    }

    @Override
    public Change<K> decode(Body body) {
        return Change.decoded(body, keys);
    }

    @Override
    public void apply(Event<Change<K>> event) {
        K key = event.change().key();
        if (event.id() <= newest(key)) {
            return; // it could not be read when it was its turn, and something newer is known
        }
        switch (event.change().kind()) {
            case PUT, UPDATED -> put(key, event);
            case RETIRED, EXPIRED -> retire(key, event);
            case RECOVERED, FAILED -> {} // is in the history, and changes nothing
        }
    }

    private long newest(K key) {
        Live<K> entry = live.get(key);
        Retired<K> ended = retired.get(key);
        return entry != null ? entry.newest() : ended != null ? ended.newest() : 0;
    }

    private void put(K key, Event<Change<K>> event) {
        Change<K> change = event.change();
        Live<K> before = live.get(key);
        retired.remove(key);
        change.value()
                .ifPresent(value -> live.put(
                        key,
                        new Live<>(
                                key,
                                change.encodedKey(),
                                value,
                                before == null ? event.id() : before.first(),
                                before == null || change.kind() == LedgerEvent.Kind.PUT ? event.id() : before.put(),
                                event.id(),
                                before == null ? event.recorded() : before.since(),
                                event.recorded(),
                                change.expires())));
    }

    private void retire(K key, Event<Change<K>> event) {
        live.remove(key);
        retired.remove(key);
        retired.put(
                key,
                new Retired<>(
                        key,
                        event.change().encodedKey(),
                        event.id(),
                        event.recorded(),
                        event.change().text()));
        for (Iterator<Retired<K>> oldest = retired.values().iterator(); retired.size() > mostRetired; ) {
            forgotten = Math.max(forgotten, oldest.next().newest());
            oldest.remove();
        }
    }

    @Override
    public List<Change<K>> due(Instant now) {
        List<Change<K>> due = new ArrayList<>();
        for (Live<K> entry : live.values()) {
            if (entry.isOver(now)) {
                due.add(expiry(entry));
            }
        }
        return due;
    }

    static <K> Change<K> expiry(Live<K> entry) {
        return Change.of(LedgerEvent.Kind.EXPIRED, entry.key(), entry.encodedKey(), "");
    }

    @Override
    public Stream<ByteBuffer> parts() {
        List<Retired<K>> ended = List.copyOf(retired.values());
        List<Live<K>> entries = List.copyOf(live.values());
        return Stream.concat(
                ended.stream().map(LedgerFold::part), entries.stream().map(LedgerFold::part));
    }

    private static <K> ByteBuffer part(Retired<K> ended) {
        return new FieldWriter()
                .flag(false)
                .encoded(ended.encodedKey())
                .longNumber(ended.newest())
                .instant(ended.at())
                .text(ended.reason())
                .done();
    }

    private static <K> ByteBuffer part(Live<K> entry) {
        FieldWriter writer = new FieldWriter()
                .flag(true)
                .encoded(entry.encodedKey())
                .longNumber(entry.newest())
                .instant(entry.since())
                .instant(entry.changed())
                .longNumber(entry.first())
                .longNumber(entry.put())
                .encoded(entry.value())
                .flag(entry.expires().isPresent());
        entry.expires().ifPresent(writer::instant);
        return writer.done();
    }

    @Override
    public void restore(ByteBuffer part) {
        FieldReader reader = new FieldReader(part);
        boolean isLive = reader.flag();
        Encoded encodedKey = reader.encoded();
        K key = keys.decode(encodedKey);
        long newest = reader.longNumber();
        Instant at = reader.instant();
        if (newest <= newest(key)) {
            return; // it was set aside before, and something newer is known
        }
        if (isLive) {
            Instant changed = reader.instant();
            long first = reader.longNumber();
            long put = reader.longNumber();
            Encoded value = reader.encoded();
            Optional<Instant> expires = reader.flag() ? Optional.of(reader.instant()) : Optional.empty();
            live.put(key, new Live<>(key, encodedKey, value, first, put, newest, at, changed, expires));
        } else {
            retired.put(key, new Retired<>(key, encodedKey, newest, at, reader.text()));
        }
    }
}
