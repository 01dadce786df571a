package io.github.recovery4j.binary;

import io.github.recovery4j.codec.Encoded;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Reads the fields of a record, as a {@link FieldWriter} wrote them. For use by one
 * thread.
 */
public final class FieldReader {

    private final ByteBuffer bytes;

    /**
     * Creates a reader.
     *
     * @param bytes what was written, from position to limit; it is not changed
     */
    public FieldReader(ByteBuffer bytes) {
        this.bytes = bytes.duplicate();
    }

    /** {@return four bytes as a number} */
    public int number() {
        return bytes.getInt();
    }

    /** {@return eight bytes as a number} */
    public long longNumber() {
        return bytes.getLong();
    }

    /** {@return one byte as a truth value} */
    public boolean flag() {
        return bytes.get() != 0;
    }

    /** {@return a text} */
    public String text() {
        return Text.decode(bytes(number()));
    }

    /**
     * {@return bytes}
     *
     * @param length how many
     * @throws BufferUnderflowException if there are not as many
     */
    public byte[] bytes(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] read = new byte[length];
        bytes.get(read);
        return read;
    }

    /** {@return what is left, read-only} */
    public ByteBuffer rest() {
        return bytes.slice().asReadOnlyBuffer();
    }

    /** {@return a time} */
    public Instant instant() {
        return Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
    }

    /** {@return an encoded value} */
    public Encoded encoded() {
        return Encoded.of(text(), number(), bytes(number()));
    }
}
