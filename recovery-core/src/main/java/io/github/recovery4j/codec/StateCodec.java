package io.github.recovery4j.codec;

import java.util.Map;

/**
 * Encodes values to sections and decodes them into the type the caller names, and into nothing else: what is stored
 * never decides which class is loaded.
 *
 * <p>Registered implementations are found by {@link java.util.ServiceLoader}. They are safe for use by many threads.
 */
public interface StateCodec {

    /**
     * {@return the name recorded beside the sections that it writes, such as {@code jackson-json}; a name never gets
     * another meaning}
     */
    String name();

    /**
     * Encodes a value completely before it returns: later changes of {@code value} do not reach the section.
     *
     * @param value what to encode
     * @return its section, stamped with the current version of the value's type
     * @throws CodecException if the value cannot be encoded
     */
    Encoded encode(Object value);

    /**
     * Decodes a section, migrating it first if it was written by an older version of the type. What decides how it is
     * read is the {@linkplain Encoded#codec() name it carries}: a codec may read more formats than the one it writes.
     *
     * @param encoded a section that a codec of this {@linkplain #name() name} made, or of another one that it reads
     * @param type what to decode into
     * @param <T> what to decode into
     * @return the value, never null
     * @throws UnsupportedCodecException if this codec does not read sections of that name
     * @throws UnsupportedVersionException if the section is newer than the code, or too old to be migrated
     * @throws CodecException if the section is not a value of the type
     */
    <T> T decode(Encoded encoded, Class<T> type);

    /**
     * Takes a value apart, so that two configurations can be compared field by field.
     *
     * @param value what to take apart
     * @return its top-level fields with their values in encoded form, comparable by {@code equals}; a value that is
     *     not made of fields, such as a number, is one field with an empty name
     * @throws CodecException if the value cannot be encoded
     */
    Map<String, String> fields(Object value);
}
