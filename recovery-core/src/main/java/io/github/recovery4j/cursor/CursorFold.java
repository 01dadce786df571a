package io.github.recovery4j.cursor;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.durable.Body;
import io.github.recovery4j.durable.Event;
import io.github.recovery4j.durable.Fold;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where the cursors of a store are, as events and snapshots say. */
final class CursorFold implements Fold<CursorChange> {

    private final Places places;

    CursorFold(String store, int history) {
        this.places = new Places(store, history);
    }

    Places places() {
        return places;
    }

    @Override
    public Body encode(CursorChange change) {
        return change.encoded();
    }

    @Override
    public CursorChange decode(Body body) {
        return CursorChange.decoded(body);
    }

    @Override
    public void apply(Event<CursorChange> event) {
        CursorChange change = event.change();
        if (event.id() <= places.newest(change.cursor())) {
            return; // it could not be read when it was its turn
        }
        if (change instanceof CursorChange.Advanced it) {
            places.advanced(new Waypoint(
                    places.store(), it.cursor(), event.id(), it.position(), it.anchor(), event.recorded()));
        } else if (change instanceof CursorChange.Rewound it) {
            places.rewound(it.cursor(), it.to(), event.id());
        } else if (change instanceof CursorChange.Settled it) {
            places.settled(it.cursor(), it.rewind(), event.id());
        }
    }

    @Override
    public Stream<ByteBuffer> parts() {
        return places.cursors().stream().map(this::part).toList().stream();
    }

    private ByteBuffer part(String cursor) {
        List<Waypoint> waypoints = places.waypoints(cursor);
        FieldWriter writer =
                new FieldWriter().text(cursor).longNumber(places.newest(cursor)).number(waypoints.size());
        waypoints.forEach(waypoint -> writer.longNumber(waypoint.id())
                .longNumber(waypoint.position().bits())
                .text(waypoint.anchor())
                .instant(waypoint.reached()));
        List<Orphaned> unsettled = places.unsettled(cursor);
        writer.number(unsettled.size());
        unsettled.forEach(orphaned -> writer.longNumber(orphaned.after()).longNumber(orphaned.before()));
        return writer.done();
    }

    @Override
    public void restore(ByteBuffer part) {
        FieldReader reader = new FieldReader(part);
        String cursor = reader.text();
        long newest = reader.longNumber();
        if (newest <= places.newest(cursor)) {
            return; // it was set aside before, and something newer is known
        }
        List<Waypoint> waypoints = new ArrayList<>();
        for (int left = reader.number(); left > 0; left--) {
            waypoints.add(new Waypoint(
                    places.store(),
                    cursor,
                    reader.longNumber(),
                    new Position(reader.longNumber()),
                    reader.text(),
                    reader.instant()));
        }
        List<Orphaned> unsettled = new ArrayList<>();
        for (int left = reader.number(); left > 0; left--) {
            unsettled.add(new Orphaned(places.store(), cursor, reader.longNumber(), reader.longNumber()));
        }
        places.restore(cursor, newest, waypoints, unsettled);
    }
}
