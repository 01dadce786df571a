package io.github.recovery4j.warm;

import io.github.recovery4j.codec.Encoded;

/** What one side has under a key: the outside, as far as is known, or the source, as far as it was told. */
sealed interface Side<V> {

    /** {@return whether it is certain that both have the same} */
    default boolean agrees(Side<V> other) {
        return false;
    }

    /** There is nothing. */
    record Absent<V>() implements Side<V> {

        @Override
        public boolean agrees(Side<V> other) {
            return other instanceof Absent;
        }
    }

    /** There is a value. */
    record Present<V>(V value, Encoded encoded) implements Side<V> {

        /** Some classes have no equals, and some codecs write equal values differently: one of both is enough. */
        @Override
        public boolean agrees(Side<V> other) {
            return other instanceof Present<V> it && (encoded.equals(it.encoded) || value.equals(it.value));
        }
    }

    /** It was not told, or something was being written when the process ended. */
    record Unknown<V>() implements Side<V> {}
}
