package io.github.recovery4j.queue;

import io.github.recovery4j.cursor.Orphaned;
import io.github.recovery4j.durable.EventStore;
import io.github.recovery4j.durable.Occasion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one thread decides about the work of a queue, alone: the moves of {@link ItemState}, and no others. A move that is not
 * legal throws, and changes nothing. Valid during one turn; it tells nobody, and waits for nothing.
 */
final class Moves {

    private final EventStore<QueueChange, QueueFold>.Turn turn;
    private final QueueDefinition<?> definition;
    private final Claims claims;
    private final String queue;
    private final List<Item> failed = new ArrayList<>();

    /**
     * Begins a turn.
     *
     * @param turn the collection in the hands of this thread
     * @param definition the settings of the queue
     * @param claims what this process knows besides
     * @param queue its name, for messages
     */
    Moves(EventStore<QueueChange, QueueFold>.Turn turn, QueueDefinition<?> definition, Claims claims, String queue) {
        this.turn = turn;
        this.definition = definition;
        this.claims = claims;
        this.queue = queue;
    }

    /** What has failed in this turn, for whatever reason. */
    List<Item> failed() {
        return List.copyOf(failed);
    }

    /** Notices what time has brought about: claims that are over, work that waited too long. */
    void notice(Instant now) {
        for (String id : claims.over()) {
            Optional<Item> held = turn.fold().item(id).filter(Item::isClaimed);
            claims.end(id);
            held.ifPresent(item -> giveBack(item, "nobody answered in " + definition.claimTime(), false));
        }
        turn.fold().late(now).forEach(this::append);
    }

    /** What was being done when the last process ended waits again, or has failed. Returns how much that is. */
    int takeBack() {
        List<Item> left = List.copyOf(turn.fold().processing());
        left.forEach(item -> giveBack(item, "its process ended", false));
        return left.size();
    }

    Submission submit(QueueChange.Submitted change) {
        if (item(change.id()).filter(item -> !item.isGivenUp()).isPresent()) {
            return Submission.KNOWN;
        }
        if (change.terms().origin().filter(turn.fold()::isGone).isPresent()) {
            return Submission.ORPHANED;
        }
        claims.forget(change.id());
        append(change);
        return Submission.ACCEPTED;
    }

    /** Claims what is next of what can be decoded. */
    <T> List<Claim<T>> claim(int most, Function<Item, Optional<T>> payload) {
        List<Claim<T>> readable = new ArrayList<>();
        for (Item item : turn.fold().pending()) {
            if (readable.size() == most) {
                break;
            }
            if (claims.isReady(item.id())) {
                payload.apply(item)
                        .ifPresent(decoded -> readable.add(
                                new Claim<>(item.id(), 0, item.standing().attempts() + 1, decoded)));
            }
        }
        return readable.stream().map(this::claim).toList();
    }

    private <T> Claim<T> claim(Claim<T> wanted) {
        long number = append(new QueueChange.Claimed(wanted.id()));
        claims.hold(wanted.id());
        return new Claim<>(wanted.id(), number, wanted.attempt(), wanted.payload());
    }

    /** Gives back what was not tried. Claims that were lost meanwhile are not ours to give back. */
    void release(List<? extends Claim<?>> refused) {
        for (Claim<?> claim : refused) {
            turn.fold()
                    .item(claim.id())
                    .filter(item -> item.standing().claim() == claim.number() && item.isClaimed())
                    .ifPresent(this::release);
        }
    }

    void release(Claim<?> claim) {
        release(claimed(claim, ItemState.PENDING));
    }

    private void release(Item item) {
        claims.end(item.id());
        append(new QueueChange.Returned(item.id(), false, ""));
    }

    void renew(Claim<?> claim) {
        claims.hold(claimed(claim, ItemState.PROCESSING).id());
    }

    String complete(Claim<?> claim, String outcome) {
        Item item = under(claim);
        if (item.state() == ItemState.COMPLETED) {
            return item.standing().outcome();
        }
        requireClaimed(item, ItemState.COMPLETED);
        claims.end(item.id());
        append(new QueueChange.Completed(item.id(), outcome));
        return outcome;
    }

    void fail(Claim<?> claim, String reason) {
        Item item = under(claim);
        if (item.state() != ItemState.FAILED) {
            requireClaimed(item, ItemState.FAILED);
            append(new QueueChange.Failed(item.id(), new Failure(Failure.Kind.REPORTED, reason), true));
        }
    }

    boolean retry(Claim<?> claim, String reason) {
        Item item = claimed(claim, ItemState.PENDING);
        boolean again = giveBack(item, reason, true);
        if (again) {
            claims.rest(item.id(), definition.retry().pause(item.standing().attempts()));
        }
        return again;
    }

    /** Back to those who wait, or given up. */
    private boolean giveBack(Item item, String why, boolean byClaimant) {
        claims.end(item.id());
        int attempts = item.standing().attempts();
        boolean again = attempts < definition.retry().maxAttempts();
        if (again) {
            append(new QueueChange.Returned(item.id(), true, why));
        } else {
            Failure exhausted =
                    new Failure(Failure.Kind.EXHAUSTED, "%d attempts, the last: %s".formatted(attempts, why));
            append(new QueueChange.Failed(item.id(), exhausted, byClaimant));
        }
        return again;
    }

    boolean cancel(String id, String reason) {
        Optional<Item> found = item(id);
        if (found.filter(item -> item.state() != ItemState.FAILED).isEmpty()) {
            return false;
        }
        if (found.get().state() == ItemState.COMPLETED) {
            throw illegal(found.get(), ItemState.FAILED);
        }
        append(new QueueChange.Failed(id, new Failure(Failure.Kind.CANCELLED, reason), false));
        return true;
    }

    /**
     * What waypoints that do not hold any more meant for the work that hung on them.
     *
     * @param given how much was given up
     * @param done how much was completed before
     */
    record Invalidated(int given, int done) {

        static final Invalidated NOTHING = new Invalidated(0, 0);
    }

    Invalidated orphaned(Orphaned waypoints) {
        turn.showsAll();
        if (turn.fold().knows(waypoints)) {
            return Invalidated.NOTHING;
        }
        List<Item> hanging = turn.fold().hangingOn(waypoints);
        hanging.forEach(item -> {
            claims.end(item.id());
            claims.forget(item.id());
        });
        append(new QueueChange.Gone(waypoints));
        long given = hanging.stream().filter(item -> !item.isFinished()).count();
        long done = hanging.stream()
                .filter(item -> item.state() == ItemState.COMPLETED)
                .count();
        return new Invalidated((int) given, (int) done);
    }

    Optional<Item> item(String id) {
        Optional<Item> found = turn.fold().item(id);
        found.ifPresent(item -> turn.shows(item.newest()));
        return found;
    }

    /** In the order of their submission. */
    List<Item> items(ItemState state) {
        turn.showsAll();
        return turn.fold().items().stream()
                .filter(item -> item.state() == state)
                .sorted(Comparator.comparingLong(Item::number))
                .toList();
    }

    QueueCounts counts() {
        turn.showsAll();
        return turn.fold().counts();
    }

    /** What nobody understood, and why. */
    Map<String, String> unreadable() {
        return claims.unreadable();
    }

    private long append(QueueChange change) {
        long id = turn.append(change, Occasion.NOW);
        if (change instanceof QueueChange.Failed it) {
            claims.end(it.id());
            claims.forget(it.id());
            turn.fold().item(it.id()).ifPresent(failed::add);
        }
        return id;
    }

    /** What is being done under a claim, on its way to another state. */
    private Item claimed(Claim<?> claim, ItemState to) {
        Item item = under(claim);
        requireClaimed(item, to);
        return item;
    }

    private void requireClaimed(Item item, ItemState to) {
        if (!item.isClaimed()) {
            throw illegal(item, to);
        }
    }

    /** What is being done, or was finished, under a claim. */
    private Item under(Claim<?> claim) {
        Optional<Item> found = item(claim.id());
        return found.filter(item -> item.standing().claim() == claim.number())
                .orElseThrow(() -> new ClaimLostException(queue, claim, standing(found)));
    }

    private static String standing(Optional<Item> found) {
        return found.map(item -> "it is " + item.state()
                        + item.standing().failure().map(why -> ", " + why).orElse(""))
                .orElse("there is nothing with this id any more");
    }

    private IllegalMoveException illegal(Item item, ItemState to) {
        return new IllegalMoveException(queue, item.id(), item.state(), to);
    }
}
