package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.cursor.Cursor;
import io.github.recovery4j.cursor.CursorDefinition;
import io.github.recovery4j.cursor.CursorStore;
import io.github.recovery4j.cursor.CursorStores;
import io.github.recovery4j.cursor.Position;
import io.github.recovery4j.cursor.Rewind;
import io.github.recovery4j.cursor.SmallCursors;
import io.github.recovery4j.cursor.Verdict;
import io.github.recovery4j.cursor.Waypoint;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.queue.Claim;
import io.github.recovery4j.queue.ClaimLostException;
import io.github.recovery4j.queue.Failure;
import io.github.recovery4j.queue.IllegalMoveException;
import io.github.recovery4j.queue.ItemState;
import io.github.recovery4j.queue.Queues;
import io.github.recovery4j.queue.SmallQueues;
import io.github.recovery4j.queue.Submission;
import io.github.recovery4j.queue.Terms;
import io.github.recovery4j.queue.WorkItem;
import io.github.recovery4j.queue.WorkQueue;
import io.github.recovery4j.testkit.ManualTime;
import io.github.recovery4j.testkit.sweep.QueueModel.Piece;
import io.github.recovery4j.testkit.sweep.QueueModel.World;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A process that uses a queue, and two cursors on which its work hangs, as a script says; it tells the model what it asks for
 * before, and what it was told after:
 *
 * <pre>
 * o      opens; what is open is closed first           c      closes
 * sb1    submits b with priority 1                     db2    submits b, to be begun within two hours
 * hb     submits b, hanging on where x is              k      claims what is next
 * y      completes the oldest claim                    Y      completes it twice
 * f      tells that it cannot be done                  n      tells that the attempt failed
 * r      gives it back                                 eb     cancels b
 * ax     cursor x goes on                              bx2    the last two places of x do not hold any more
 * w1     an hour passes                                l      looks at everything
 * q      goes away without closing
 * </pre>
 *
 * After a failure nothing is asked for until it is opened again; claims are kept, and used too late.
 */
final class QueueHost {

    private static final String IDS = "abcdefghij";

    private final Supplier<NamedJournals> journals;
    private final ManualTime time;
    private final QueueModel model;
    private final List<RuntimeException> failures = new ArrayList<>();
    private final Deque<Held> held = new ArrayDeque<>();
    private @Nullable Open open;

    private record Held(Claim<String> claim, long number) {}

    private record Open(Queues queues, WorkQueue<String> queue, CursorStores stores, CursorStore cursors) {

        void close() {
            try {
                stores.close();
            } finally {
                queues.close();
            }
        }

        String words() {
            TreeMap<String, String> lines = new TreeMap<>();
            for (ItemState state : ItemState.values()) {
                for (WorkItem<String> item : queue.items(state)) {
                    String end = item.outcome().orElse("")
                            + item.failure()
                                    .map(Failure::kind)
                                    .filter(kind -> kind != Failure.Kind.REPORTED)
                                    .map(Enum::name)
                                    .orElse("")
                            + (item.orphaned() ? "!" : "");
                    lines.put(
                            item.id(),
                            "%s=%s %s %d %s".formatted(item.id(), item.payload(), state, item.attempts(), end));
                }
            }
            if (!queue.unreadable().isEmpty() || !cursors.unreadable().isEmpty()) {
                throw new AssertionError("nothing is damaged, and reported is " + queue.unreadable());
            }
            return new ArrayList<>(lines.values()) + " " + anchors("x") + " " + anchors("y");
        }

        private List<String> anchors(String cursor) {
            return cursors.cursor(cursor).history().stream()
                    .map(Waypoint::anchor)
                    .toList();
        }
    }

    QueueHost(Supplier<NamedJournals> journals, ManualTime time, QueueModel model) {
        this.journals = journals;
        this.time = time;
        this.model = model;
    }

    static String random(long seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder script = new StringBuilder("o");
        String often = "sssddhhhhkkkkkkkyyyyYfnnraaaabbewlco";
        for (int i = 0; i < length; i++) {
            char action = often.charAt(random.nextInt(often.length()));
            script.append(' ').append(action);
            switch (action) {
                case 's', 'd' ->
                    script.append(IDS.charAt(random.nextInt(IDS.length()))).append(random.nextInt(3));
                case 'h', 'e' -> script.append(IDS.charAt(random.nextInt(IDS.length())));
                case 'a' -> script.append(random.nextBoolean() ? 'x' : 'y');
                case 'b' -> script.append(random.nextBoolean() ? 'x' : 'y').append(random.nextInt(3));
                case 'w' -> script.append(1 + random.nextInt(2));
                case 'c' -> script.append(" o");
                default -> {}
            }
        }
        return script.append(" l c").toString();
    }

    /** What fails as a journal may fail is remembered, and the script goes on. */
    List<RuntimeException> play(String script) {
        for (String word : script.split(" ")) {
            attempt(() -> play(word.charAt(0), word.substring(1)));
        }
        attempt(this::close);
        return failures;
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (JournalException e) {
            failures.add(e);
            abandon();
        }
    }

    /** Closed, so that it can be opened again, but not asked for anything any more. */
    private void abandon() {
        Open left = open;
        open = null;
        if (left != null) {
            try {
                left.close();
            } catch (JournalException e) {
                failures.add(e); // it tells once more
            }
        }
    }

    private void play(char action, String words) {
        switch (action) {
            case 'o' -> open();
            case 'c' -> close();
            case 'q' -> open = null;
            case 'w' -> pass(Duration.ofHours(words.charAt(0) - '0'));
            default -> {
                Open found = open;
                if (found != null) {
                    use(found, action, words);
                }
            }
        }
    }

    private void use(Open found, char action, String words) {
        switch (action) {
            case 'l' -> model.check(found.words());
            case 's' -> submit(found.queue(), words.substring(0, 1), Terms.NORMAL.priority(words.charAt(1) - '0'), "");
            case 'd' ->
                submit(
                        found.queue(),
                        words.substring(0, 1),
                        Terms.NORMAL.deadline(time.instant().plus(Duration.ofHours(words.charAt(1) - '0' + 1))),
                        "");
            case 'h' -> {
                Optional<Waypoint> at = found.cursors().cursor("x").at();
                submit(
                        found.queue(),
                        words,
                        at.map(Terms.NORMAL::at).orElse(Terms.NORMAL),
                        at.map(Waypoint::anchor).orElse(""));
            }
            case 'k' -> claim(found.queue());
            case 'e' -> cancel(found.queue(), words);
            case 'a' -> advance(found.cursors().cursor(words), words);
            case 'b' ->
                rewind(found.cursors().cursor(words.substring(0, 1)), words.substring(0, 1), words.charAt(1) - '0');
            default -> answer(found.queue(), action);
        }
    }

    private void submit(WorkQueue<String> queue, String id, Terms terms, String origin) {
        Submission wanted = model.submission(id);
        long order = model.nextStep();
        String payload = (order + "-").repeat(terms.priority() * 300 + 1);
        World now = model.world();
        model.asking(
                wanted == Submission.ACCEPTED
                        ? now.with(id, new Piece(payload, terms, origin, order, ItemState.PENDING, 0, 0, false, ""))
                        : now);
        require(queue.submit(id, payload, terms), wanted);
        model.done();
    }

    private void claim(WorkQueue<String> queue) {
        Optional<String> wanted = model.next();
        long number = model.nextStep();
        World now = model.world();
        model.asking(wanted.map(id -> {
                    Piece piece = now.work().get(id);
                    return now.with(id, piece.at(ItemState.PROCESSING, number, piece.attempts() + 1, false, ""));
                })
                .orElse(now));
        Optional<Claim<String>> claim = queue.claim();
        require(claim.map(Claim::id), wanted);
        claim.ifPresent(each -> held.add(new Held(each, number)));
        model.done();
    }

    private void cancel(WorkQueue<String> queue, String id) {
        World now = model.world();
        Piece piece = now.work().get(id);
        boolean completed = piece != null && piece.state() == ItemState.COMPLETED;
        boolean wanted = piece != null && !completed && piece.state() != ItemState.FAILED;
        model.asking(wanted ? now.with(id, piece.at(ItemState.FAILED, 0, piece.attempts(), false, "CANCELLED")) : now);
        try {
            require(queue.cancel(id, "not needed"), wanted);
            require(completed, false);
        } catch (IllegalMoveException e) {
            require(completed, true);
        }
        model.done();
    }

    private void answer(WorkQueue<String> queue, char action) {
        Held oldest = held.poll();
        if (oldest == null) {
            return;
        }
        Claim<String> claim = oldest.claim();
        World now = model.world();
        Piece piece = now.work().get(claim.id());
        boolean holds = piece.state() == ItemState.PROCESSING && piece.claim() == oldest.number();
        model.asking(holds ? now.with(claim.id(), answered(piece, action)) : now);
        try {
            answer(queue, claim, action);
            require(holds, true);
        } catch (ClaimLostException e) {
            require(holds, false);
        }
        model.done();
    }

    private static Piece answered(Piece piece, char action) {
        return switch (action) {
            case 'f' -> piece.at(ItemState.FAILED, piece.claim(), piece.attempts(), false, "");
            case 'r' -> piece.at(ItemState.PENDING, 0, piece.attempts() - 1, false, "");
            case 'n' -> {
                Piece lost = piece.lost();
                yield lost.at(lost.state(), 0, lost.attempts(), lost.state() == ItemState.PENDING, lost.end());
            }
            default -> piece.at(ItemState.COMPLETED, piece.claim(), piece.attempts(), false, "done " + piece.claim());
        };
    }

    private void answer(WorkQueue<String> queue, Claim<String> claim, char action) {
        switch (action) {
            case 'f' -> queue.fail(claim, "cannot be done");
            case 'r' -> queue.release(claim);
            case 'n' -> queue.retry(claim, "busy");
            default -> {
                String outcome = "done " + model.world().work().get(claim.id()).claim();
                require(queue.complete(claim, outcome), outcome);
                if (action == 'Y') {
                    require(queue.complete(claim, "again"), outcome);
                }
            }
        }
    }

    private void advance(Cursor cursor, String name) {
        long step = model.nextStep();
        World now = model.world();
        List<String> places = new ArrayList<>(now.places(name));
        places.add(name + step);
        model.asking(now.at(name, List.copyOf(places)));
        cursor.advance(new Position(Long.MAX_VALUE - 5 + step), name + step);
        model.done();
    }

    private void rewind(Cursor cursor, String name, int back) {
        World now = model.world();
        List<String> places = now.places(name);
        boolean possible = back < places.size();
        model.asking(possible ? now.rewound(name, back) : now, world -> possible ? world.rewound(name, back) : world);
        Set<String> good = new HashSet<>(places.subList(0, Math.max(0, places.size() - back)));
        Rewind found = cursor.rewindTo(100, at -> Verdict.of(good.contains(at.anchor())));
        Class<? extends Rewind> wanted = places.isEmpty() || back == 0
                ? Rewind.Stayed.class
                : possible ? Rewind.Rewound.class : Rewind.Exhausted.class;
        require(found.getClass(), wanted);
        model.done();
    }

    private void require(Object found, Object wanted) {
        if (!found.equals(wanted)) {
            throw new AssertionError("found %s instead of %s; %s".formatted(found, wanted, model));
        }
    }

    private void pass(Duration hours) {
        time.advance(hours);
        if (open != null) {
            model.passed(time.instant());
            model.check(open.words());
        }
    }

    private void open() {
        attempt(this::close);
        NamedJournals in = journals.get();
        Queues queues = SmallQueues.in(in, time);
        CursorStores stores = SmallCursors.in(in, time);
        try {
            WorkQueue<String> queue = queues.open(SmallQueues.TEXTS);
            CursorStore cursors = stores.open(CursorDefinition.named("chain").invalidating(queue));
            Open opened = new Open(queues, queue, stores, cursors);
            model.opened(opened.words(), time.instant());
            open = opened;
        } finally {
            if (open == null) {
                stores.close();
                queues.close();
            }
        }
    }

    private void close() {
        Open left = open;
        open = null;
        if (left != null) {
            left.close();
        }
    }
}
