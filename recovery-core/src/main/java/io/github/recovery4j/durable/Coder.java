package io.github.recovery4j.durable;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;

/**
 * A codec whose failures are about one value, and hide no other: whatever it throws, or a class that cannot be loaded, is a
 * {@link CodecException}.
 *
 * @param codec does the work
 */
public record Coder(StateCodec codec) {

    /**
     * {@return a value as bytes}
     *
     * @param something what
     * @throws CodecException if it cannot be encoded
     */
    public Encoded encode(Object something) {
        try {
            return codec.encode(something);
        } catch (StackOverflowError e) {
            throw new CodecException(
                    "A %s is nested without end; nothing was recorded"
                            .formatted(something.getClass().getName()),
                    e);
        }
    }

    /**
     * {@return the value of some bytes}
     *
     * @param encoded the bytes
     * @param type what it is
     * @param <T> what it is
     * @throws CodecException if it cannot be decoded
     */
    public <T> T decode(Encoded encoded, Class<T> type) {
        try {
            return codec.decode(encoded, type);
        } catch (CodecException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new CodecException("A %s cannot be decoded: %s".formatted(type.getSimpleName(), e), e);
        }
    }

    /**
     * {@return a key as bytes} A key that comes back as another one would be a new entry after each restart.
     *
     * @param key the key
     * @param type what it is
     * @param <K> what it is
     * @throws CodecException if it cannot be encoded
     * @throws IllegalArgumentException if it does not equal itself once it was encoded and decoded
     */
    public <K> Encoded encodeKey(K key, Class<K> type) {
        Encoded encoded = encode(key);
        if (!decode(encoded, type).equals(key)) {
            throw new IllegalArgumentException(
                    "The key '%s' does not equal itself once it was encoded and decoded; nothing was recorded"
                            .formatted(key));
        }
        return encoded;
    }
}
