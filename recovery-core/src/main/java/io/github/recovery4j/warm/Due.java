package io.github.recovery4j.warm;

import io.github.recovery4j.codec.Encoded;
import java.util.Optional;

/**
 * Something that has to be written to the outside, or to be deleted there.
 *
 * @param key where
 * @param encodedKey the same as it is recorded
 * @param wanted what should be there; never unknown
 */
record Due<K, V>(K key, Encoded encodedKey, Side<V> wanted) {

    Change begun() {
        return new Change.Begun(
                encodedKey, wanted instanceof Side.Present<V> it ? Optional.of(it.encoded()) : Optional.empty());
    }

    void carryOut(Outside<K, V> outside) throws Exception {
        if (wanted instanceof Side.Present<V> it) {
            outside.write(key, it.value());
        } else {
            outside.delete(key);
        }
    }
}
