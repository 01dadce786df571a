package io.github.recovery4j.cursor;

import io.github.recovery4j.durable.EventStore;
import io.github.recovery4j.durable.Occasion;
import java.util.List;
import java.util.Optional;

/**
 * Where a cursor of a store is: events, and what they add up to.
 *
 * @param name the name of the cursor
 * @param store the name of the store
 * @param events of all its cursors
 */
record StoreTrack(String name, String store, EventStore<CursorChange, CursorFold> events) implements Track {

    @Override
    public Optional<Waypoint> at() {
        return events.turn(this::last);
    }

    private Optional<Waypoint> last(EventStore<CursorChange, CursorFold>.Turn turn) {
        return shown(turn).last(name);
    }

    private Places shown(EventStore<CursorChange, CursorFold>.Turn turn) {
        Places places = turn.fold().places();
        turn.shows(places.newest(name));
        return places;
    }

    @Override
    public List<Waypoint> history() {
        return events.turn(turn -> shown(turn).waypoints(name));
    }

    @Override
    public Waypoint advance(Position position, String anchor) {
        return events.turn(turn -> {
            shown(turn).requireBehind(name, position);
            turn.append(new CursorChange.Advanced(name, position, anchor), Occasion.NOW);
            return last(turn).orElseThrow();
        });
    }

    @Override
    public Optional<Orphaned> goBack(Optional<Waypoint> from, long to) {
        return events.turn(turn -> {
            if (from.isPresent() && !last(turn).equals(from)) {
                return Optional.empty();
            }
            long id = turn.append(new CursorChange.Rewound(name, to), Occasion.NOW);
            return Optional.of(new Orphaned(store, name, to, id));
        });
    }

    @Override
    public List<Orphaned> unsettled() {
        return events.turn(turn -> {
            List<Orphaned> found = turn.fold().places().unsettled(name);
            found.forEach(each -> turn.shows(each.before()));
            return found;
        });
    }

    @Override
    public void settled(Orphaned waypoints) {
        events.pass(turn -> turn.append(new CursorChange.Settled(name, waypoints.before()), Occasion.NOW));
    }
}
