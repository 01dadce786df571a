package io.github.recovery4j.ledger;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.durable.Body;
import java.time.Instant;
import java.util.Optional;

/**
 * What happened to one key.
 *
 * <pre>
 * type of the event  is the one of the kind; see {@link LedgerEvent.Kind}
 * key                codec, version, bytes
 * text               why, or how
 * value              0, or 1 and codec, version, bytes
 * expires            0, or 1 and seconds, nanoseconds
 * </pre>
 *
 * @param kind what happened
 * @param key to which key
 * @param encodedKey its bytes
 * @param text a reason, or what went wrong; may be empty
 * @param value the value, of those that have one
 * @param expires when the entry ends by itself, if it does
 * @param <K> the keys
 */
record Change<K>(
        LedgerEvent.Kind kind,
        K key,
        Encoded encodedKey,
        String text,
        Optional<Encoded> value,
        Optional<Instant> expires) {

    /** Without a value. */
    static <K> Change<K> of(LedgerEvent.Kind kind, K key, Encoded encodedKey, String text) {
        return new Change<>(kind, key, encodedKey, text, Optional.empty(), Optional.empty());
    }

    Body encoded() {
        FieldWriter writer = new FieldWriter().encoded(encodedKey).text(text).flag(value.isPresent());
        value.ifPresent(writer::encoded);
        writer.flag(expires.isPresent());
        expires.ifPresent(writer::instant);
        return new Body(kind.type(), writer.done());
    }

    static <K> Change<K> decoded(Body body, Keys<K> keys) {
        LedgerEvent.Kind kind = LedgerEvent.Kind.of(body.type())
                .orElseThrow(() -> new IllegalArgumentException(
                        "An event has type %d, which a newer release may understand".formatted(body.type())));
        FieldReader reader = new FieldReader(body.bytes());
        Encoded encodedKey = reader.encoded();
        return new Change<>(
                kind,
                keys.decode(encodedKey),
                encodedKey,
                reader.text(),
                reader.flag() ? Optional.of(reader.encoded()) : Optional.empty(),
                reader.flag() ? Optional.of(reader.instant()) : Optional.empty());
    }
}
