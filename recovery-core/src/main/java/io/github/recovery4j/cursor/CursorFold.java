package io.github.recovery4j.cursor;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.durable.Body;
import io.github.recovery4j.durable.Event;
import io.github.recovery4j.durable.Fold;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where the cursors of a store are, where they were before, and what not all dependents may know yet. */
final class CursorFold implements Fold<CursorChange> {

    private final String store;
    private final int history;
    private final Map<String, Track> tracks = new TreeMap<>();

    CursorFold(String store, int history) {
        this.store = store;
        this.history = history;
    }

    /** One cursor. */
    private static final class Track {
        private long newest;
        private final Deque<Waypoint> waypoints = new ArrayDeque<>();
        private List<Orphaned> unsettled = List.of();

        void add(Waypoint waypoint, int most) {
            waypoints.addLast(waypoint);
            if (waypoints.size() > most) {
                waypoints.removeFirst();
            }
        }
    }

    /** Where a cursor was and is, oldest first. */
    List<Waypoint> waypoints(String cursor) {
        Track track = tracks.get(cursor);
        return track == null ? List.of() : List.copyOf(track.waypoints);
    }

    /** Where a cursor is. */
    Optional<Waypoint> last(String cursor) {
        return Optional.ofNullable(tracks.get(cursor)).map(track -> track.waypoints.peekLast());
    }

    /** The newest event of a cursor. */
    long newest(String cursor) {
        Track track = tracks.get(cursor);
        return track == null ? 0 : track.newest;
    }

    /** What not all dependents may know, oldest first. */
    List<Orphaned> unsettled(String cursor) {
        Track track = tracks.get(cursor);
        return track == null ? List.of() : track.unsettled;
    }

    /** All that have been somewhere. */
    List<String> cursors() {
        return List.copyOf(tracks.keySet());
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
        Track track = tracks.computeIfAbsent(change.cursor(), name -> new Track());
        if (event.id() <= track.newest) {
            return; // it could not be read when it was its turn
        }
        track.newest = event.id();
        if (change instanceof CursorChange.Advanced it) {
            track.add(
                    new Waypoint(store, it.cursor(), event.id(), it.position(), it.anchor(), event.recorded()),
                    history);
        } else if (change instanceof CursorChange.Rewound it) {
            track.waypoints.removeIf(waypoint -> waypoint.id() > it.to());
            List<Orphaned> longer = new ArrayList<>(track.unsettled);
            longer.add(new Orphaned(store, it.cursor(), it.to(), event.id()));
            track.unsettled = List.copyOf(longer);
        } else if (change instanceof CursorChange.Settled it) {
            track.unsettled = track.unsettled.stream()
                    .filter(orphaned -> orphaned.before() > it.rewind())
                    .toList();
        }
    }

    @Override
    public Stream<ByteBuffer> parts() {
        List<ByteBuffer> parts = new ArrayList<>();
        tracks.forEach((name, track) -> parts.add(part(name, track)));
        return parts.stream();
    }

    private static ByteBuffer part(String name, Track track) {
        FieldWriter writer =
                new FieldWriter().text(name).longNumber(track.newest).number(track.waypoints.size());
        track.waypoints.forEach(waypoint -> writer.longNumber(waypoint.id())
                .longNumber(waypoint.position().bits())
                .text(waypoint.anchor())
                .instant(waypoint.reached()));
        writer.number(track.unsettled.size());
        track.unsettled.forEach(orphaned -> writer.longNumber(orphaned.after()).longNumber(orphaned.before()));
        return writer.done();
    }

    @Override
    public void restore(ByteBuffer part) {
        FieldReader reader = new FieldReader(part);
        String name = reader.text();
        Track track = new Track();
        track.newest = reader.longNumber();
        if (track.newest <= newest(name)) {
            return; // it was set aside before, and something newer is known
        }
        for (int left = reader.number(); left > 0; left--) {
            track.add(
                    new Waypoint(
                            store,
                            name,
                            reader.longNumber(),
                            new Position(reader.longNumber()),
                            reader.text(),
                            reader.instant()),
                    history);
        }
        List<Orphaned> unsettled = new ArrayList<>();
        for (int left = reader.number(); left > 0; left--) {
            unsettled.add(new Orphaned(store, name, reader.longNumber(), reader.longNumber()));
        }
        track.unsettled = List.copyOf(unsettled);
        tracks.put(name, track);
    }
}
