package io.github.recovery4j.ledger;

import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.durable.Coder;

/** Keys and values of a ledger, to bytes and back. */
record Coding<K, V>(Coder coder, Class<K> keys, Class<V> values) implements Keys<K> {

    Coding(StateCodec codec, Class<K> keys, Class<V> values) {
        this(new Coder(codec), keys, values);
    }

    @Override
    public K decode(Encoded encoded) {
        return coder.decode(encoded, keys);
    }

    V value(Encoded encoded) {
        return coder.decode(encoded, values);
    }

    Encoded encode(Object something) {
        return coder.encode(something);
    }

    Encoded encodeNew(K key) {
        return coder.encodeKey(key, keys);
    }
}
