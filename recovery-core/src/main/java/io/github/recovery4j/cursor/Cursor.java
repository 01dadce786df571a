package io.github.recovery4j.cursor;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far something has come, durably, and the way back when the world turned out otherwise.
 *
 * <pre>{@code
 * Cursor blocks = recovery.cursors(CursorDefinition.named("chain").invalidating(tasks)).cursor("blocks");
 * Rewind found = blocks.rewindTo(64, at -> Verdict.of(chain.hash(at.position()).equals(at.anchor())));
 * Waypoint here = blocks.advance(new Position(block.number()), block.hash());
 * tasks.submit(block.hash() + "/" + event.index(), task, Terms.NORMAL.at(here));
 * }</pre>
 *
 * <ol>
 *   <li>What a method returns normally is durable. A crash never takes back a place that somebody has seen.
 *   <li>Going back is one event. From then on the places since do not count; what hangs on them is given up by every dependent
 *       before {@link #rewindTo} returns and before the cursor goes on, and, if the process dies between, when the store is
 *       opened the next time. A cursor {@linkplain RunCursors of a run} gives up its steps with that event.
 *   <li>A doubt changes nothing: a check that throws, or does not know, leaves the cursor where it is.
 *   <li>Cursors of a store, or of a run, do not touch each other.
 * </ol>
 *
 * <p>Between {@link #advance} and the submission of what a place brings, the process may die: submit all of it before the next
 * {@code advance}, and look at the place where the cursor is once more after a restart. Ids that a repetition finds make that
 * harmless.
 *
 * <p>Safe for use by many threads. Every method throws a {@link io.github.recovery4j.journal.JournalException} when the medium
 * fails, one of a run a {@link io.github.recovery4j.checkpoint.StoreException}; the store takes no more then until it is
 * opened again.
 */
public final class Cursor {

    private static final Logger log = LoggerFactory.getLogger(Cursor.class);

    private final Track track;
    private final List<Dependent> dependents;
    private final RecoveryListener listener;
    private final InstantSource clock;

    Cursor(Track track, List<Dependent> dependents, RecoveryListener listener, InstantSource clock) {
        this.track = track;
        this.dependents = List.copyOf(dependents);
        this.listener = listener;
        this.clock = clock;
    }

    static String checked(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("The name of a cursor is not empty");
        }
        return name;
    }

    /** {@return what it is called} */
    public String name() {
        return track.name();
    }

    /** {@return where it is; empty if it has been nowhere, or was {@linkplain #reset reset}} */
    public Optional<Waypoint> at() {
        return track.at();
    }

    /** {@return where it was and is, oldest first, as far as that is kept} */
    public List<Waypoint> history() {
        return track.history();
    }

    /**
     * Goes on to a position, durably.
     *
     * @param position behind the one where it is
     * @param anchor tells whether the position is still the same in the live world; may be empty if nothing does
     * @return the place
     * @throws IllegalArgumentException if it is not behind; nothing was changed
     * @throws RuntimeException if a dependent cannot give up what hangs on places before an earlier rewind
     */
    public Waypoint advance(Position position, String anchor) {
        settle();
        return track.advance(position, anchor);
    }

    /**
     * Goes back to the newest place that still holds in the live world, if the one where it is does not.
     *
     * @param depth how many places are looked at, at least 1
     * @param check asks the live world; called from the newest place to older ones
     * @return what became of it
     * @throws RuntimeException if a dependent cannot give up what hangs on the places since: the cursor has gone back then,
     *     and takes no new position until it can
     */
    public Rewind rewindTo(int depth, LiveCheck check) {
        if (depth < 1) {
            throw new IllegalArgumentException("At least one place is looked at, got " + depth);
        }
        settle();
        while (true) {
            Rewind found = look(depth, check);
            if (!(found instanceof Rewind.Rewound wanted)) {
                return found;
            }
            Optional<Orphaned> gone =
                    track.goBack(Optional.of(wanted.from()), wanted.to().id());
            if (gone.isPresent()) {
                settle();
                tell(wanted.from(), wanted.to().toString());
                return new Rewind.Rewound(wanted.from(), wanted.to(), gone.get());
            }
            log.debug("{} went elsewhere while it was looked where it should be, that is done again", this);
        }
    }

    /** Where it should be; what is orphaned then is told by whoever goes there. */
    private Rewind look(int depth, LiveCheck check) {
        List<Waypoint> places = history();
        if (places.isEmpty()) {
            return new Rewind.Stayed(Optional.empty());
        }
        Waypoint last = places.get(places.size() - 1);
        int oldest = Math.max(0, places.size() - depth);
        for (int i = places.size() - 1; i >= oldest; i--) {
            Waypoint place = places.get(i);
            Answer answer = ask(check, place);
            switch (answer.verdict()) {
                case HOLDS -> {
                    return place.equals(last)
                            ? new Rewind.Stayed(Optional.of(last))
                            : new Rewind.Rewound(
                                    last, place, new Orphaned(place.store(), name(), place.id(), last.id() + 1));
                }
                case UNKNOWN -> {
                    log.warn(
                            "{} stays at {}: of {} it cannot be told whether it holds: {}",
                            this,
                            last,
                            place,
                            answer.reason());
                    return new Rewind.Undecided(last, place, answer.reason());
                }
                case ORPHANED -> log.debug("{} does not hold any more", place);
            }
        }
        return exhausted(last, places.size() - oldest);
    }

    private record Answer(Verdict verdict, String reason) {}

    private static Answer ask(LiveCheck check, Waypoint place) {
        try {
            return new Answer(check.check(place), "the check does not know");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(Verdict.UNKNOWN, "interrupted");
        } catch (Exception e) {
            return new Answer(Verdict.UNKNOWN, e.toString());
        }
    }

    private Rewind exhausted(Waypoint last, int checked) {
        log.warn("{} stays at {}: none of its last {} places holds any more", this, last, checked);
        listener.on(
                new RecoveryEvent.RewindExhausted(clock.instant(), track.store(), name(), last.toString(), checked));
        return new Rewind.Exhausted(last, checked);
    }

    /**
     * Forgets where it is and was; all that hangs on any of it is given up. For a {@linkplain Rewind.Exhausted rewind that
     * found nothing}, after somebody decided where to begin anew.
     *
     * @throws RuntimeException if a dependent cannot give up what hangs on it
     */
    public void reset() {
        settle();
        Optional<Waypoint> from = at();
        track.goBack(Optional.empty(), 0);
        settle();
        from.ifPresent(place -> tell(place, ""));
    }

    private void tell(Waypoint from, String to) {
        log.info("{} went back from {} to {}", this, from, to.isEmpty() ? "nowhere" : to);
        listener.on(new RecoveryEvent.CursorRewound(clock.instant(), track.store(), name(), from.toString(), to));
    }

    /** Has everything given up that hangs on places that do not count any more. */
    void settle() {
        for (Orphaned each : track.unsettled()) {
            dependents.forEach(dependent -> dependent.orphaned(each));
            track.settled(each);
        }
    }

    @Override
    public String toString() {
        return "cursor '%s' of '%s'".formatted(name(), track.store());
    }
}
