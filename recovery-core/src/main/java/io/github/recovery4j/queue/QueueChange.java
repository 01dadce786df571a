package io.github.recovery4j.queue;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.cursor.Orphaned;
import io.github.recovery4j.durable.Body;

/**
 * What happened to a piece of work.
 *
 * <pre>
 * type  1 submitted   id, priority, deadline (0, or 1 and seconds, nanoseconds),
 *                     origin (0, or 1 and store, cursor, id, position, anchor, time), codec, version, bytes
 *       2 claimed     id
 *       3 returned    id, 1 if the attempt counts, reason
 *       4 completed   id, outcome
 *       5 failed      id, kind, reason, 1 if whoever had the claim said so
 *       6 orphaned    store, cursor, after, before
 * </pre>
 */
sealed interface QueueChange {

    /** It waits for somebody. */
    record Submitted(String id, Terms terms, Encoded payload) implements QueueChange {}

    /** Somebody has it. The id of this event is the number of the claim. */
    record Claimed(String id) implements QueueChange {}

    /** It waits again. */
    record Returned(String id, boolean counted, String reason) implements QueueChange {}

    /** It is done. */
    record Completed(String id, String outcome) implements QueueChange {}

    /** It will not be done. */
    record Failed(String id, Failure failure, boolean byClaimant) implements QueueChange {}

    /** Some waypoints do not hold any more, and all that hangs on them is given up. */
    record Gone(Orphaned waypoints) implements QueueChange {}

    /** {@return the bytes of this change} */
    default Body encoded() {
        FieldWriter writer = new FieldWriter();
        int type;
        if (this instanceof Submitted it) {
            type = 1;
            writer.text(it.id());
            TermsFields.write(writer, it.terms());
            writer.encoded(it.payload());
        } else if (this instanceof Claimed it) {
            type = 2;
            writer.text(it.id());
        } else if (this instanceof Returned it) {
            type = 3;
            writer.text(it.id()).flag(it.counted()).text(it.reason());
        } else if (this instanceof Completed it) {
            type = 4;
            writer.text(it.id()).text(it.outcome());
        } else if (this instanceof Failed it) {
            type = 5;
            TermsFields.write(writer.text(it.id()), it.failure());
            writer.flag(it.byClaimant());
        } else {
            type = 6;
            TermsFields.write(writer, ((Gone) this).waypoints());
        }
        return new Body(type, writer.done());
    }

    static QueueChange decoded(Body body) {
        FieldReader reader = new FieldReader(body.bytes());
        return switch (body.type()) {
            case 1 -> new Submitted(reader.text(), TermsFields.terms(reader), reader.encoded());
            case 2 -> new Claimed(reader.text());
            case 3 -> new Returned(reader.text(), reader.flag(), reader.text());
            case 4 -> new Completed(reader.text(), reader.text());
            case 5 -> new Failed(reader.text(), TermsFields.failure(reader), reader.flag());
            case 6 -> new Gone(TermsFields.orphaned(reader));
            default ->
                throw new IllegalArgumentException(
                        "An event has type %d, which a newer release may understand".formatted(body.type()));
        };
    }
}
