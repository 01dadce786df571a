package io.github.recovery4j.journaling;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Reads the fields of a record, as a {@link RecordWriter} wrote them. For use by one thread. */
final class RecordReader {

    private final ByteBuffer bytes;

    RecordReader(ByteBuffer bytes) {
        this.bytes = bytes.duplicate();
    }

    int number() {
        return bytes.getInt();
    }

    long longNumber() {
        return bytes.getLong();
    }

    boolean flag() {
        return bytes.get() != 0;
    }

    String text() {
        return Text.decode(bytes(number()));
    }

    byte[] bytes(int length) {
        byte[] read = new byte[length];
        bytes.get(read);
        return read;
    }

    /** What is left, read-only. */
    ByteBuffer rest() {
        return bytes.slice().asReadOnlyBuffer();
    }

    Instant instant() {
        return Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
    }

    RunKey run() {
        RunId id = new RunId(bytes.getLong(), bytes.getLong());
        return new RunKey(text(), id);
    }
}
