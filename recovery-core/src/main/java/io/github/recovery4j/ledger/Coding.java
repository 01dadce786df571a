package io.github.recovery4j.ledger;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;

/** Keys and values of a ledger, to bytes and back. */
record Coding<K, V>(StateCodec codec, Class<K> keys, Class<V> values) implements Keys<K> {

    @Override
    public K decode(Encoded encoded) {
        return decoded(encoded, keys);
    }

    V value(Encoded encoded) {
        return decoded(encoded, values);
    }

    /** Whatever a codec throws, or a class that cannot be loaded, is about one value, and hides no other. */
    private <T> T decoded(Encoded encoded, Class<T> type) {
        try {
            return codec.decode(encoded, type);
        } catch (CodecException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new CodecException("A %s cannot be decoded: %s".formatted(type.getSimpleName(), e), e);
        }
    }

    Encoded encode(Object something) {
        try {
            return codec.encode(something);
        } catch (StackOverflowError e) {
            throw new CodecException(
                    "A %s is nested without end; nothing was recorded"
                            .formatted(something.getClass().getName()),
                    e);
        }
    }

    /** A key that comes back as another one would be a new entry after each restart. */
    Encoded encodeNew(K key) {
        Encoded encoded = encode(key);
        if (!decode(encoded).equals(key)) {
            throw new IllegalArgumentException(
                    "The key '%s' does not equal itself once it was encoded and decoded; nothing was recorded"
                            .formatted(key));
        }
        return encoded;
    }
}
