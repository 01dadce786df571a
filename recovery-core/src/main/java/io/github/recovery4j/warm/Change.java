package io.github.recovery4j.warm;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.codec.Encoded;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A numbered record: something happened. All begin with their number (8) and the time (12).
 *
 * <pre>
 * type 4  begun     key, whether it is written (1), value if it is: what the outside has there is in doubt
 *      5  done      number of what was begun (8): it is what was begun, there is no doubt any more
 *      6  cleared   nothing is known of the outside, whatever the records before say
 *      7  started   whether warm (1), whether something could not be read (1)
 *      8  ended     whether by timeout (1), nanoseconds since the start (8)
 *      9  alive     nothing: the state was still true at that time
 * </pre>
 */
sealed interface Change {

    /** The lowest type of a numbered record. */
    int FIRST_TYPE = 4;

    /** Something is about to be written, or deleted if there is no value. */
    record Begun(Encoded key, Optional<Encoded> value) implements Change {}

    /** What was begun is done. */
    record Done(long begun) implements Change {}

    /** A new beginning. */
    record Cleared() implements Change {}

    /** A process began. */
    record Started(boolean warm, boolean damaged) implements Change {}

    /** A sync ended. */
    record Ended(boolean byTimeout, Duration took) implements Change {}

    /** A process lives. */
    record Alive() implements Change {}

    /** {@return the type of the record} */
    default int type() {
        if (this instanceof Begun) {
            return FIRST_TYPE;
        }
        if (this instanceof Done) {
            return 5;
        }
        if (this instanceof Cleared) {
            return 6;
        }
        if (this instanceof Started) {
            return 7;
        }
        return this instanceof Ended ? 8 : 9;
    }

    /** {@return the bytes of the record} */
    default ByteBuffer encoded(long number, Instant at) {
        FieldWriter writer = new FieldWriter().longNumber(number).instant(at);
        if (this instanceof Begun it) {
            writer.encoded(it.key()).flag(it.value().isPresent());
            it.value().ifPresent(writer::encoded);
        } else if (this instanceof Done it) {
            writer.longNumber(it.begun());
        } else if (this instanceof Started it) {
            writer.flag(it.warm()).flag(it.damaged());
        } else if (this instanceof Ended it) {
            writer.flag(it.byTimeout()).longNumber(it.took().toNanos());
        }
        return writer.done();
    }

    /** {@return what follows the number and the time in a record} */
    static Change decoded(int type, FieldReader reader) {
        return switch (type) {
            case FIRST_TYPE ->
                new Begun(reader.encoded(), reader.flag() ? Optional.of(reader.encoded()) : Optional.empty());
            case 5 -> new Done(reader.longNumber());
            case 6 -> new Cleared();
            case 7 -> new Started(reader.flag(), reader.flag());
            case 8 -> new Ended(reader.flag(), Duration.ofNanos(reader.longNumber()));
            case 9 -> new Alive();
            default -> throw new IllegalArgumentException("A record has type " + type);
        };
    }
}
