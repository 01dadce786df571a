package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.queue.ItemState;
import io.github.recovery4j.queue.SmallQueues;
import io.github.recovery4j.queue.Submission;
import io.github.recovery4j.queue.Terms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What a queue, and two cursors on which its work hangs, have to show. What was asked for when it failed, or when the machine
 * died, may have happened or not: the next look decides, and after that it stays so.
 */
final class QueueModel {

    private World now = new World(Map.of(), Map.of());
    private Optional<World> maybe = Optional.empty();
    private Optional<World> otherwise = Optional.empty();
    private long changes;
    private long steps;

    /** A piece of work. The claim is a number of the model's own; 0 if there is none. */
    record Piece(
            String payload,
            Terms terms,
            String origin,
            long order,
            ItemState state,
            long claim,
            int attempts,
            boolean resting,
            String end) {

        Piece at(ItemState other, long by, int tried, boolean rests, String ended) {
            return new Piece(payload, terms, origin, order, other, by, tried, rests, ended);
        }

        Piece lost() {
            return attempts < SmallQueues.ATTEMPTS
                    ? at(ItemState.PENDING, 0, attempts, false, "")
                    : at(ItemState.FAILED, 0, attempts, false, "EXHAUSTED");
        }
    }

    /** Everything, by id; and where each cursor was, as anchors, oldest first. */
    record World(Map<String, Piece> work, Map<String, List<String>> cursors) {

        World with(String id, Piece piece) {
            Map<String, Piece> all = new TreeMap<>(work);
            all.put(id, piece);
            return new World(all, cursors);
        }

        World each(UnaryOperator<Piece> change) {
            Map<String, Piece> all = new TreeMap<>();
            work.forEach((id, piece) -> all.put(id, change.apply(piece)));
            return new World(all, cursors);
        }

        World at(String cursor, List<String> anchors) {
            Map<String, List<String>> all = new TreeMap<>(cursors);
            all.put(cursor, anchors);
            return new World(work, all);
        }

        List<String> places(String cursor) {
            return cursors.getOrDefault(cursor, List.of());
        }

        /** The process has ended. */
        World takenBack() {
            return each(piece -> piece.state() == ItemState.PROCESSING
                    ? piece.lost()
                    : piece.at(piece.state(), piece.claim(), piece.attempts(), false, piece.end()));
        }

        World expired(Instant time) {
            return each(piece -> piece.state() == ItemState.PENDING
                            && piece.terms()
                                    .deadline()
                                    .filter(end -> !time.isBefore(end))
                                    .isPresent()
                    ? piece.at(ItemState.FAILED, 0, piece.attempts(), false, "EXPIRED")
                    : piece);
        }

        World rewound(String cursor, int back) {
            List<String> before = places(cursor);
            List<String> after = before.subList(0, before.size() - back);
            return at(cursor, List.copyOf(after)).each(piece -> {
                boolean gone = before.contains(piece.origin()) && !after.contains(piece.origin());
                if (!gone || piece.end().endsWith("!")) {
                    return piece;
                }
                return piece.state() == ItemState.PENDING || piece.state() == ItemState.PROCESSING
                        ? piece.at(ItemState.FAILED, 0, piece.attempts(), false, "ORPHANED!")
                        : piece.at(piece.state(), piece.claim(), piece.attempts(), false, piece.end() + "!");
            });
        }

        /** As {@link QueueHost} shows it. */
        String words() {
            List<String> lines = new ArrayList<>();
            work.forEach((id, piece) -> lines.add(
                    "%s=%s %s %d %s".formatted(id, piece.payload(), piece.state(), piece.attempts(), piece.end())));
            return lines + " " + places("x") + " " + places("y");
        }
    }

    QueueModel copy() {
        QueueModel copy = new QueueModel();
        copy.now = now;
        copy.maybe = maybe;
        copy.otherwise = otherwise;
        copy.steps = steps;
        return copy;
    }

    World world() {
        return now;
    }

    long changes() {
        return changes;
    }

    long nextStep() {
        return ++steps;
    }

    void asking(World after) {
        changes++;
        maybe = Optional.of(after);
        otherwise = maybe;
    }

    /** It may also be completed by the next process, after that has taken back what was being done. */
    void asking(World after, UnaryOperator<World> later) {
        asking(after);
        otherwise = Optional.of(later.apply(now.takenBack()));
    }

    void done() {
        changes++;
        now = maybe.orElseThrow();
        maybe = Optional.empty();
        otherwise = Optional.empty();
    }

    Submission submission(String id) {
        Piece known = now.work().get(id);
        boolean free = known == null
                || (known.state() == ItemState.FAILED && known.end().endsWith("!"));
        return free ? Submission.ACCEPTED : Submission.KNOWN;
    }

    /** What is handed out next. */
    Optional<String> next() {
        return now.work().entrySet().stream()
                .filter(entry -> entry.getValue().state() == ItemState.PENDING
                        && !entry.getValue().resting())
                .min(Comparator.comparing((Map.Entry<String, Piece> entry) ->
                                -entry.getValue().terms().priority())
                        .thenComparing(entry -> entry.getValue().order()))
                .map(Map.Entry::getKey);
    }

    /** Some hours have passed in which nobody answered. */
    void passed(Instant time) {
        changes++;
        now = now.takenBack().expired(time);
    }

    /** A new process shows something: what it shows is what is, from now on. */
    void opened(String shown, Instant time) {
        changes++;
        World found = now;
        for (World possible : List.of(otherwise.orElse(now), maybe.orElse(now))) {
            World then = possible.takenBack().expired(time);
            found = shown.equals(then.words()) ? then : found;
        }
        now = found.takenBack().expired(time);
        maybe = Optional.empty();
        otherwise = Optional.empty();
        check(shown);
    }

    void check(String shown) {
        changes++;
        if (!shown.equals(now.words())) {
            throw new AssertionError("there should be %s, and there is %s".formatted(now.words(), shown));
        }
    }

    @Override
    public String toString() {
        return now.words() + maybe.map(world -> ", maybe " + world.words()).orElse("");
    }
}
