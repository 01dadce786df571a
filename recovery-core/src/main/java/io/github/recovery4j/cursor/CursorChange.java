package io.github.recovery4j.cursor;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.durable.Body;

/**
 * What happened to a cursor.
 *
 * <pre>
 * type  1 advanced   cursor, position (8), anchor      the id of the event is the one of the waypoint
 *       2 rewound    cursor, id of the waypoint to which it went back (8); 0 for none
 *       3 settled    cursor, id of the event that it went back (8): all dependents know
 * </pre>
 */
sealed interface CursorChange {

    /** {@return to which cursor} */
    String cursor();

    /** It came to a place. */
    record Advanced(String cursor, Position position, String anchor) implements CursorChange {}

    /** It went back. */
    record Rewound(String cursor, long to) implements CursorChange {}

    /** All who depend on it have given up what they had to. */
    record Settled(String cursor, long rewind) implements CursorChange {}

    /** {@return the bytes of this change} */
    default Body encoded() {
        FieldWriter writer = new FieldWriter().text(cursor());
        if (this instanceof Advanced it) {
            return new Body(
                    1, writer.longNumber(it.position().bits()).text(it.anchor()).done());
        }
        if (this instanceof Rewound it) {
            return new Body(2, writer.longNumber(it.to()).done());
        }
        return new Body(3, writer.longNumber(((Settled) this).rewind()).done());
    }

    static CursorChange decoded(Body body) {
        FieldReader reader = new FieldReader(body.bytes());
        return switch (body.type()) {
            case 1 -> new Advanced(reader.text(), new Position(reader.longNumber()), reader.text());
            case 2 -> new Rewound(reader.text(), reader.longNumber());
            case 3 -> new Settled(reader.text(), reader.longNumber());
            default ->
                throw new IllegalArgumentException(
                        "An event has type %d, which a newer release may understand".formatted(body.type()));
        };
    }
}
