package io.github.recovery4j.cursor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where cursors are and were, by their names, and what not all dependents may know yet. For use by one thread at a time. */
final class Places {

    private final String store;
    private final int history;
    private final Map<String, Way> ways = new TreeMap<>();

    Places(String store, int history) {
        this.store = store;
        this.history = history;
    }

    /** The way of one cursor. */
    private static final class Way {
        private long newest;
        private final Deque<Waypoint> waypoints = new ArrayDeque<>();
        private List<Orphaned> unsettled = List.of();
    }

    private Way way(String cursor) {
        return ways.getOrDefault(cursor, new Way());
    }

    String store() {
        return store;
    }

    /** Where a cursor was and is, oldest first. */
    List<Waypoint> waypoints(String cursor) {
        return List.copyOf(way(cursor).waypoints);
    }

    /** Where a cursor is. */
    Optional<Waypoint> last(String cursor) {
        return Optional.ofNullable(way(cursor).waypoints.peekLast());
    }

    /** The newest change of a cursor. */
    long newest(String cursor) {
        return way(cursor).newest;
    }

    /** What not all dependents may know, oldest first. */
    List<Orphaned> unsettled(String cursor) {
        return way(cursor).unsettled;
    }

    /** All that have been somewhere. */
    List<String> cursors() {
        return List.copyOf(ways.keySet());
    }

    /**
     * Refuses to go on to a position that is not behind the one where a cursor is.
     *
     * @throws IllegalArgumentException if it is not
     */
    void requireBehind(String cursor, Position position) {
        last(cursor).filter(at -> at.position().compareTo(position) >= 0).ifPresent(at -> {
            throw new IllegalArgumentException("%s is at %s, and cannot go on to %s; nothing was changed"
                    .formatted(describe(cursor), at, position));
        });
    }

    String describe(String cursor) {
        return "cursor '%s' of '%s'".formatted(cursor, store);
    }

    void advanced(Waypoint waypoint) {
        Way way = changed(waypoint.cursor(), waypoint.id());
        way.waypoints.addLast(waypoint);
        if (way.waypoints.size() > history) {
            way.waypoints.removeFirst();
        }
    }

    Orphaned rewound(String cursor, long to, long id) {
        Way way = changed(cursor, id);
        Orphaned orphaned = new Orphaned(store, cursor, to, id);
        way.waypoints.removeIf(waypoint -> waypoint.id() > to);
        List<Orphaned> longer = new ArrayList<>(way.unsettled);
        longer.add(orphaned);
        way.unsettled = List.copyOf(longer);
        return orphaned;
    }

    void settled(String cursor, long rewind, long id) {
        Way way = changed(cursor, id);
        way.unsettled = way.unsettled.stream()
                .filter(orphaned -> orphaned.before() > rewind)
                .toList();
    }

    private Way changed(String cursor, long id) {
        Way way = ways.computeIfAbsent(cursor, name -> new Way());
        way.newest = id;
        return way;
    }

    /** Puts what a snapshot has of a cursor in the place of what is known. */
    void restore(String cursor, long newest, List<Waypoint> waypoints, List<Orphaned> unsettled) {
        ways.remove(cursor);
        waypoints.forEach(this::advanced);
        Way way = changed(cursor, newest);
        way.unsettled = List.copyOf(unsettled);
    }
}
