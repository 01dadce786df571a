package io.github.recovery4j.journaling;

import io.github.recovery4j.checkpoint.RunKey;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Writes the fields of a record: numbers big-endian, a {@link Text} with its length in four bytes before it. For use
 * by one thread.
 */
final class RecordWriter {

    private static final int FIRST = 256;

    private ByteBuffer bytes = ByteBuffer.allocate(FIRST);

    RecordWriter number(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    RecordWriter longNumber(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    RecordWriter flag(boolean value) {
        room(1).put((byte) (value ? 1 : 0));
        return this;
    }

    RecordWriter text(String value) {
        byte[] encoded = Text.encode(value);
        room(Integer.BYTES + encoded.length).putInt(encoded.length).put(encoded);
        return this;
    }

    RecordWriter instant(Instant value) {
        room(Long.BYTES + Integer.BYTES).putLong(value.getEpochSecond()).putInt(value.getNano());
        return this;
    }

    RecordWriter run(RunKey run) {
        room(2 * Long.BYTES).putLong(run.id().high()).putLong(run.id().low());
        return text(run.job());
    }

    /** What was written so far. */
    ByteBuffer done() {
        return bytes.duplicate().flip();
    }

    /** A copy of what was written so far. */
    byte[] bytes() {
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
