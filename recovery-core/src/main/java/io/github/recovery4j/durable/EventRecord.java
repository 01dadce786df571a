package io.github.recovery4j.durable;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * One record of the journal of events. Its type is the one of the change.
 *
 * <pre>
 * format    4   1
 * id        8
 * happened 12   seconds, nanoseconds
 * recorded 12
 * cause         length (4), text
 * body          the bytes of the change
 * </pre>
 *
 * @param id the id of the event
 * @param happened when it happened
 * @param recorded when it was recorded
 * @param cause what led to it
 * @param body the encoded change
 */
record EventRecord(long id, Instant happened, Instant recorded, String cause, Body body) {

    /** No record is shorter, so a gap has at most so many events. */
    static final int SHORTEST = 64;

    private static final int FORMAT = 1;

    ByteBuffer[] encoded() {
        ByteBuffer head = new FieldWriter()
                .number(FORMAT)
                .longNumber(id)
                .instant(happened)
                .instant(recorded)
                .text(cause)
                .done();
        return new ByteBuffer[] {head, body.bytes().duplicate()};
    }

    static EventRecord decoded(int type, ByteBuffer payload) {
        FieldReader reader = new FieldReader(payload);
        int format = reader.number();
        if (format != FORMAT) {
            throw new IllegalArgumentException(
                    "It has format %d, which a newer release may understand".formatted(format));
        }
        return new EventRecord(
                reader.longNumber(), reader.instant(), reader.instant(), reader.text(), new Body(type, reader.rest()));
    }

    <E> Event<E> event(E change) {
        return new Event<>(id, happened, recorded, cause, change);
    }
}
