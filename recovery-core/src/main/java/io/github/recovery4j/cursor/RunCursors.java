package io.github.recovery4j.cursor;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The cursors of a run in the hands of its owner. They are kept in the journal of the run, between its steps. Users see {@link
 * Cursor}. Invariants, besides those of a cursor:
 *
 * <ol>
 *   <li>That a cursor went back, and that the steps are not done any more that hung on the places since, is one record. A crash
 *       leaves both, or neither.
 *   <li>A step that hangs on a place counts if its place held when it was recorded that it is done. Behind the record that
 *       orphans its place, it does not.
 *   <li>Dependents outside the run are told after that record, and before the cursor goes on. If the process dies between, they
 *       are told when the cursor is asked for by the next attempt.
 *   <li>An owner that lost its lease moves no cursor: the journal refuses its token.
 * </ol>
 *
 * <p>Safe for use by many threads; the cursors of a run move one after the other.
 */
public final class RunCursors {

    private final RunKey run;
    private final RunPlaces places;
    private final Recorder recorder;
    private final RecoveryListener listener;
    private final InstantSource clock;
    private final Lock moves = new ReentrantLock();

    /** Records what happens to cursors of the run. */
    @FunctionalInterface
    public interface Recorder {

        /**
         * Records, durably, and adds that to the places.
         *
         * @param type the type of the entry
         * @param payload its bytes
         * @return the names of the steps that are not done any more
         */
        List<String> record(int type, ByteBuffer payload);
    }

    /**
     * Begins with where earlier attempts have left them.
     *
     * @param run whose they are
     * @param places where they are
     * @param recorder records how they move
     * @param listener is told what happens; must be guarded
     * @param clock stamps waypoints
     */
    public RunCursors(RunKey run, RunPlaces places, Recorder recorder, RecoveryListener listener, InstantSource clock) {
        this.run = run;
        this.places = places;
        this.recorder = recorder;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * {@return a cursor, which has been nowhere if there was none} What hangs on places that did not count any more when the
     * last attempt ended is given up first.
     *
     * @param name which, not empty
     * @param dependents who keeps what hangs on its places outside the run
     * @throws IllegalArgumentException if the name is empty
     * @throws RuntimeException if a dependent cannot give up what it has to
     */
    public Cursor cursor(String name, List<Dependent> dependents) {
        Cursor cursor = new Cursor(new RunTrack(Cursor.checked(name)), dependents, listener, clock);
        cursor.settle();
        return cursor;
    }

    /** Where one of them is. */
    private final class RunTrack implements Track {

        private final String name;

        RunTrack(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String store() {
            return look(Places::store);
        }

        @Override
        public Optional<Waypoint> at() {
            return look(all -> all.last(name));
        }

        @Override
        public List<Waypoint> history() {
            return look(all -> all.waypoints(name));
        }

        @Override
        public Waypoint advance(Position position, String anchor) {
            moves.lock();
            try {
                look(all -> {
                    all.requireBehind(name, position);
                    return all;
                });
                record(new CursorChange.Advanced(name, position, anchor));
                return at().orElseThrow();
            } finally {
                moves.unlock();
            }
        }

        @Override
        public Optional<Orphaned> goBack(Optional<Waypoint> from, long to) {
            List<String> steps;
            Orphaned orphaned;
            moves.lock();
            try {
                if (from.isPresent() && !at().equals(from)) {
                    return Optional.empty();
                }
                steps = record(new CursorChange.Rewound(name, to));
                orphaned = new Orphaned(store(), name, to, look(all -> all.newest(name)));
            } finally {
                moves.unlock();
            }
            if (!steps.isEmpty()) {
                listener.on(new RecoveryEvent.StepsOrphaned(clock.instant(), run, name, steps));
            }
            return Optional.of(orphaned);
        }

        @Override
        public List<Orphaned> unsettled() {
            return look(all -> all.unsettled(name));
        }

        @Override
        public void settled(Orphaned waypoints) {
            moves.lock();
            try {
                record(new CursorChange.Settled(name, waypoints.before()));
            } finally {
                moves.unlock();
            }
        }

        private List<String> record(CursorChange change) {
            RunPlaces.Move move = places.next(change, clock.instant());
            return recorder.record(move.type(), move.payload());
        }

        private <T> T look(Function<Places, T> question) {
            return places.look(question);
        }
    }
}
