package io.github.recovery4j.binary;

import io.github.recovery4j.codec.Encoded;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Writes the fields of a record: numbers big-endian, a {@link Text} with its length in four bytes before it. For use
 * by one thread.
 */
public final class FieldWriter {

    private static final int FIRST = 256;

    private ByteBuffer bytes = ByteBuffer.allocate(FIRST);

    /** Creates a writer that has written nothing. */
    public FieldWriter() {}

    /**
     * Writes four bytes.
     *
     * @param value the number
     * @return this
     */
    public FieldWriter number(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    /**
     * Writes eight bytes.
     *
     * @param value the number
     * @return this
     */
    public FieldWriter longNumber(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    /**
     * Writes one byte.
     *
     * @param value 0 for false, 1 for true
     * @return this
     */
    public FieldWriter flag(boolean value) {
        room(1).put((byte) (value ? 1 : 0));
        return this;
    }

    /**
     * Writes a text, whatever is in it.
     *
     * @param value the text
     * @return this
     */
    public FieldWriter text(String value) {
        byte[] encoded = Text.encode(value);
        room(Integer.BYTES + encoded.length).putInt(encoded.length).put(encoded);
        return this;
    }

    /**
     * Writes seconds in eight bytes and nanoseconds in four.
     *
     * @param value the time
     * @return this
     */
    public FieldWriter instant(Instant value) {
        room(Long.BYTES + Integer.BYTES).putLong(value.getEpochSecond()).putInt(value.getNano());
        return this;
    }

    /**
     * Writes an encoded value: its codec, its version, its bytes.
     *
     * @param value the value
     * @return this
     */
    public FieldWriter encoded(Encoded value) {
        text(value.codec()).number(value.version()).number(value.length());
        value.parts().forEach(this::raw);
        return this;
    }

    /**
     * Writes bytes without their length.
     *
     * @param value the bytes, from position to limit; they are not changed
     * @return this
     */
    public FieldWriter raw(ByteBuffer value) {
        room(value.remaining()).put(value.duplicate());
        return this;
    }

    /** {@return what was written so far} */
    public ByteBuffer done() {
        return bytes.duplicate().flip();
    }

    /** {@return a copy of what was written so far} */
    public byte[] bytes() {
        byte[] copy = new byte[bytes.position()];
        bytes.duplicate().flip().get(copy);
        return copy;
    }

    private ByteBuffer room(int length) {
        if (bytes.remaining() < length) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(2 * bytes.capacity(), bytes.position() + length));
            bytes = larger.put(bytes.flip());
        }
        return bytes;
    }
}
