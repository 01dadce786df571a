package io.github.recovery4j.cursor;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.durable.Body;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Where the cursors of one run are: what the records in its journal add up to. Users see {@link Cursor}.
 *
 * <pre>
 * type of the entry  body
 * 11 advanced        cursor, position (8), anchor
 * 12 rewound         cursor, id of the waypoint to which it went back (8); 0 for none
 * 13 settled         cursor, id of the record that it went back (8): all dependents know
 *
 * payload: format (4: 1), id (8), when (seconds (8), nanoseconds (4)), body; each text: length (4) and UTF-8
 * </pre>
 *
 * <p>The ids of a run only grow, in the order of its journal. Safe for use by many threads.
 */
public final class RunPlaces {

    private static final int FIRST = 11;
    private static final int KINDS = 3;
    private static final int FORMAT = 1;
    private static final int HISTORY = 1_000;

    private final Places places;
    private final List<Orphaned> gone = new ArrayList<>();
    private long newest;
    private long advances;

    /**
     * Begins with none.
     *
     * @param run whose cursors they are
     */
    public RunPlaces(RunKey run) {
        this.places = new Places(run.toString(), HISTORY);
    }

    /**
     * {@return whether an entry of the journal of a run is about a cursor}
     *
     * @param type the type of the entry
     */
    public static boolean isMove(int type) {
        return type >= FIRST && type < FIRST + KINDS;
    }

    /** An encoded change. */
    record Move(int type, ByteBuffer payload) {}

    /** The next change, to be recorded, and then added. */
    synchronized Move next(CursorChange change, Instant now) {
        Body body = change.encoded();
        ByteBuffer payload = new FieldWriter()
                .number(FORMAT)
                .longNumber(newest + 1)
                .instant(now)
                .raw(body.bytes())
                .done();
        return new Move(FIRST - 1 + body.type(), payload);
    }

    /**
     * Adds a record.
     *
     * @param type the type of the entry, of a {@linkplain #isMove move}
     * @param payload its bytes
     * @throws RuntimeException if this code does not understand it; nothing was changed
     */
    public synchronized void add(int type, ByteBuffer payload) {
        FieldReader reader = new FieldReader(payload);
        if (reader.number() != FORMAT) {
            throw new IllegalArgumentException("A move of a cursor has a format which a newer release may understand");
        }
        long id = reader.longNumber();
        Instant when = reader.instant();
        CursorChange change = CursorChange.decoded(new Body(type - FIRST + 1, reader.rest()));
        newest = Math.max(newest, id);
        if (change instanceof CursorChange.Advanced it) {
            places.advanced(new Waypoint(places.store(), it.cursor(), id, it.position(), it.anchor(), when));
            advances++;
        } else if (change instanceof CursorChange.Rewound it) {
            orphaned(places.rewound(it.cursor(), it.to(), id));
        } else if (change instanceof CursorChange.Settled it) {
            places.settled(it.cursor(), it.rewind(), id);
        }
    }

    /** One that went back further has all that are known of those before. */
    private void orphaned(Orphaned waypoints) {
        gone.removeIf(each -> each.cursor().equals(waypoints.cursor()) && each.after() >= waypoints.after());
        gone.add(waypoints);
    }

    /**
     * {@return whether a place does not hold any more}
     *
     * @param cursor the name of its cursor
     * @param id its id
     */
    public synchronized boolean isGone(String cursor, long id) {
        return gone.stream().anyMatch(each -> each.cursor().equals(cursor) && id > each.after() && id < each.before());
    }

    /** {@return how often a cursor went on: it grows whenever the run gets on} */
    public synchronized long advances() {
        return advances;
    }

    synchronized <T> T look(Function<Places, T> question) {
        return question.apply(places);
    }
}
