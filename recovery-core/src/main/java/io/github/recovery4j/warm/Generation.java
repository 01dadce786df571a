package io.github.recovery4j.warm;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * The first record of a generation.
 *
 * <pre>
 * format       4   1
 * number       8
 * last change  8   the number of the newest change that it has in it
 * saved        12
 * metrics          {@link WarmMetrics}
 * </pre>
 *
 * @param number 1, 2, 3 and so on
 * @param lastChange the number of the newest change that it has in it
 * @param savedAt when
 * @param metrics what was counted until then
 */
record Generation(long number, long lastChange, Instant savedAt, WarmMetrics metrics) {

    private static final int FORMAT = 1;

    ByteBuffer encoded() {
        FieldWriter writer = new FieldWriter()
                .number(FORMAT)
                .longNumber(number)
                .longNumber(lastChange)
                .instant(savedAt);
        return metrics.write(writer).done();
    }

    static Generation decoded(ByteBuffer payload) {
        FieldReader reader = new FieldReader(payload);
        int format = reader.number();
        if (format != FORMAT) {
            throw new IllegalArgumentException("A generation has format " + format);
        }
        return new Generation(reader.longNumber(), reader.longNumber(), reader.instant(), WarmMetrics.read(reader));
    }
}
