package io.github.recovery4j.ledger;

import io.github.recovery4j.codec.Encoded;

/** Gives bytes their key. */
@FunctionalInterface
interface Keys<K> {

    /** The key, or a {@link io.github.recovery4j.codec.CodecException}. */
    K decode(Encoded encoded);
}
