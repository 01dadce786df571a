package io.github.recovery4j.queue;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.cursor.Dependent;
import io.github.recovery4j.cursor.Orphaned;
import io.github.recovery4j.durable.EventStore;
import io.github.recovery4j.durable.Unread;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.thread.Bell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Work that is to be done, durably.
 *
 * <pre>{@code
 * WorkQueue<Payment> payments = recovery.queue("payments", Payment.class);
 * payments.submit("order-17", payment);                        // durable when it returns; again: nothing, and says so
 * try (Workers workers = payments.work(5, claim -> bank.pay(claim.id(), claim.payload()))) { … }
 * }</pre>
 *
 * <p>What is submitted goes the way that {@link ItemState} shows, and no other. Invariants:
 *
 * <ol>
 *   <li>What is submitted is durable before anybody can claim it, and an id names one piece of work, however many submit it.
 *   <li>A claim is durable before it is handed out, and one at a time holds. So two never work on the same, as long as each
 *       stops when its claim is over; and no attempt goes uncounted, whatever becomes of the process.
 *   <li>A claim holds for its {@linkplain QueueDefinition#claimsHold time}, measured by a monotonic clock, and not longer than
 *       the process. Then the work waits again; with its last attempt lost, it has failed.
 *   <li>What is done under a claim that was lost changes nothing here: {@link ClaimLostException}.
 *   <li>A completion is durable when it returns. Repeated, it returns the outcome that is stored.
 *   <li>Work whose deadline has passed is not handed out: it has failed.
 *   <li>What cannot be read is kept aside and {@linkplain #unreadable() reported}, and keeps nothing else waiting.
 * </ol>
 *
 * <p>Work is done <em>at least once</em>: a process that dies after it did something outside, and before {@link #complete}
 * returned, leaves it to be done again. {@link Claim#id} is the same each time: an outside that knows what it has done under a
 * key makes effects happen exactly once.
 *
 * <p>Safe for use by many threads, those that write at the same moment share a sync. One process at a time has a queue open.
 * Every method throws a {@link io.github.recovery4j.journal.JournalException} when the medium fails: a change that was asked
 * for then is not known to be recorded, and the queue takes no more until it is opened again.
 *
 * @param <T> what is submitted
 */
public final class WorkQueue<T> implements Dependent, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WorkQueue.class);

    private final QueueDefinition<T> definition;
    private final EventStore<QueueChange, QueueFold> store;
    private final QueueTools tools;
    private final Claims claims;
    private final Reading<T> reading;
    private final Bell bell = new Bell();
    private final List<Workers> workers = new CopyOnWriteArrayList<>();

    WorkQueue(QueueDefinition<T> definition, EventStore<QueueChange, QueueFold> store, QueueTools tools) {
        this.definition = definition;
        this.store = store;
        this.tools = tools;
        this.claims = new Claims(tools.ticker(), definition.claimTime());
        this.reading = new Reading<>(tools.codec(), definition.type(), store.toString());
    }

    /**
     * What was being done when the last process ended.
     *
     * @param items how much that is
     * @param failed what has failed since, also for another reason
     */
    record TakenBack(int items, List<Item> failed) {

        static final TakenBack NONE = new TakenBack(0, List.of());
    }

    /** What was being done when the last process ended waits again, or has failed. Nobody is told of it. */
    TakenBack takeBack() {
        List<Item> failed = new ArrayList<>();
        int items = decide(failed, Moves::takeBack);
        return new TakenBack(items, failed);
    }

    QueueDefinition<T> definition() {
        return definition;
    }

    Bell bell() {
        return bell;
    }

    private <A> A act(Function<Moves, A> action) {
        List<Item> failed = new ArrayList<>();
        try {
            return decide(failed, action);
        } finally {
            failed.forEach(this::tell);
        }
    }

    private void actOn(Consumer<Moves> action) {
        act(moves -> {
            action.accept(moves);
            return true;
        });
    }

    private <A> A decide(List<Item> failed, Function<Moves, A> action) {
        return store.turn(turn -> {
            Moves moves = new Moves(turn, definition, claims, store.toString());
            try {
                moves.notice(tools.clock().instant());
                return action.apply(moves);
            } finally {
                failed.addAll(moves.failed());
            }
        });
    }

    void tell(Item item) {
        Failure why = item.standing().failure().orElseThrow();
        boolean asked = why.kind() == Failure.Kind.REPORTED || why.kind() == Failure.Kind.CANCELLED;
        log.atLevel(asked ? Level.INFO : Level.WARN)
                .log(
                        "'{}' in {} has failed after {} attempts: {}",
                        item.id(),
                        store,
                        item.standing().attempts(),
                        why);
        tools.listener()
                .on(new RecoveryEvent.WorkFailed(
                        tools.clock().instant(),
                        definition.tenant(),
                        definition.name(),
                        item.id(),
                        item.standing().attempts(),
                        why.toString()));
    }

    /**
     * Submits a piece of work on normal terms.
     *
     * @param id tells it from all others, not empty
     * @param payload what to do
     * @return what became of it, durable
     * @throws CodecException if the payload cannot be encoded; nothing was recorded
     */
    public Submission submit(String id, T payload) {
        return submit(id, payload, Terms.NORMAL);
    }

    /**
     * Submits a piece of work. However many submit the same id, one is accepted; what has failed may be submitted again if the
     * place on which it hung does not hold any more.
     *
     * @param id tells it from all others, not empty
     * @param payload what to do
     * @param terms on which terms
     * @return what became of it, durable
     * @throws CodecException if the payload cannot be encoded; nothing was recorded
     * @throws IllegalArgumentException if the id is empty
     */
    public Submission submit(String id, T payload, Terms terms) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("The id of a piece of work is not empty");
        }
        Encoded encoded = tools.encode(payload);
        Submission submission = act(moves -> moves.submit(new QueueChange.Submitted(id, terms, encoded)));
        if (submission == Submission.ACCEPTED) {
            bell.ring();
        }
        return submission;
    }

    /** {@return a claim on what is next; empty if nothing waits} The claim is durable. */
    public Optional<Claim<T>> claim() {
        return claim(1).stream().findFirst();
    }

    /**
     * Claims what is next.
     *
     * @param most how much of it, at least 1
     * @return the claims, durable, in the order of priority and submission; empty if nothing waits
     */
    public List<Claim<T>> claim(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("At least one piece of work is claimed, got " + most);
        }
        return act(moves -> moves.claim(most, item -> reading.toHandOut(item, claims)));
    }

    /**
     * Hands work over to somebody who has room for some of it, such as a bounded queue. What it refuses, and all behind that,
     * waits again, and no attempt is counted.
     *
     * @param most how much at most, at least 1
     * @param taker takes a claim, or refuses; must not wait. If it throws, that counts as a refusal and is thrown
     * @return how much was taken
     */
    public int handOver(int most, Predicate<? super Claim<T>> taker) {
        List<Claim<T>> offered = claim(most);
        int taken = 0;
        try {
            while (taken < offered.size() && taker.test(offered.get(taken))) {
                taken++;
            }
        } finally {
            List<Claim<T>> refused = offered.subList(taken, offered.size());
            if (!refused.isEmpty()) {
                actOn(moves -> moves.release(refused));
                bell.ring();
            }
        }
        return taken;
    }

    /**
     * Makes a claim hold for its whole time from now on.
     *
     * @param claim which
     * @throws ClaimLostException if it does not hold any more
     */
    public void renew(Claim<?> claim) {
        actOn(moves -> moves.renew(claim));
    }

    /**
     * Tells that a piece of work is done; durable when it returns.
     *
     * @param claim under which
     * @param outcome what came of it, such as a receipt; may be empty
     * @return the outcome that is stored: this one, or the one of the first completion under this claim
     * @throws ClaimLostException if the claim does not hold any more
     * @throws IllegalMoveException if it has failed under this claim
     */
    public String complete(Claim<?> claim, String outcome) {
        return act(moves -> moves.complete(claim, outcome));
    }

    /**
     * Tells that a piece of work cannot be done, now or later; durable when it returns. Repeated, it does nothing.
     *
     * @param claim under which it was tried
     * @param reason why, for people
     * @throws ClaimLostException if the claim does not hold any more
     * @throws IllegalMoveException if it was completed under this claim
     */
    public void fail(Claim<?> claim, String reason) {
        actOn(moves -> moves.fail(claim, reason));
    }

    /**
     * Tells that an attempt failed; durable when it returns. The work waits again, and is not handed out for a while; or it
     * has failed, if this was the last attempt.
     *
     * @param claim under which it was tried
     * @param reason why it failed, for people
     * @return whether it will be tried again
     * @throws ClaimLostException if the claim does not hold any more
     * @throws IllegalMoveException if it is finished under this claim
     */
    public boolean retry(Claim<?> claim, String reason) {
        return act(moves -> moves.retry(claim, reason));
    }

    /**
     * Gives a piece of work back that was not tried; durable when it returns. The attempt does not count.
     *
     * @param claim under which
     * @throws ClaimLostException if the claim does not hold any more
     * @throws IllegalMoveException if it is finished under this claim
     */
    public void release(Claim<?> claim) {
        actOn(moves -> moves.release(claim));
        bell.ring();
    }

    /**
     * Gives up a piece of work; durable when it returns. If somebody works on it, the claim is lost: it may have been done.
     *
     * @param id which
     * @param reason why, for people
     * @return whether that changed anything; not if there is no such work, or it has failed already
     * @throws IllegalMoveException if it is completed
     */
    public boolean cancel(String id, String reason) {
        return act(moves -> moves.cancel(id, reason));
    }

    /**
     * Gives up all work that hangs on waypoints that do not hold any more, as one change; durable when it returns. Claims on
     * it are lost. What is completed stays so, and is {@linkplain WorkItem#orphaned() marked}. Called by the cursor.
     *
     * @param waypoints which
     */
    @Override
    public void orphaned(Orphaned waypoints) {
        Moves.Invalidated invalidated = act(moves -> moves.orphaned(waypoints));
        if (!invalidated.equals(Moves.Invalidated.NOTHING)) {
            tools.listener()
                    .on(new RecoveryEvent.WorkOrphaned(
                            tools.clock().instant(),
                            definition.tenant(),
                            definition.name(),
                            waypoints.cursor(),
                            invalidated.given(),
                            invalidated.done()));
        }
    }

    /**
     * {@return a piece of work, wherever it stands; empty if there is none, or it was finished and is forgotten}
     *
     * @param id which
     * @throws CodecException if the payload cannot be decoded; the work is there, and stays as it is
     */
    public Optional<WorkItem<T>> item(String id) {
        return act(moves -> moves.item(id)).map(reading::view);
    }

    /**
     * {@return the work in a state, in the order of its submission} What cannot be decoded is left out, and is among the
     * {@linkplain #unreadable() unreadable} once somebody came across it.
     *
     * @param state which
     */
    public List<WorkItem<T>> items(ItemState state) {
        return reading.views(act(moves -> moves.items(state)));
    }

    /** {@return how much work there is, at one moment} */
    public QueueCounts counts() {
        return act(Moves::counts);
    }

    /** {@return what cannot be read, as far as somebody came across it; it is kept} */
    public List<UnreadableItem> unreadable() {
        List<UnreadableItem> found = new ArrayList<>();
        for (Unread each : store.unread()) {
            found.add(new UnreadableItem("", each.reason()));
        }
        act(Moves::unreadable).forEach((id, reason) -> found.add(new UnreadableItem(id, reason)));
        return found;
    }

    /**
     * Begins to do what waits, and what will be submitted, on threads of its own.
     *
     * @param threads how many at a time, at least 1
     * @param handler does it; called by many threads
     * @return those who work; closed with the queue, if not before
     */
    public Workers work(int threads, WorkHandler<T> handler) {
        Workers begun = Workers.begin(this, threads, handler);
        workers.removeIf(each -> !each.isRunning());
        workers.add(begun);
        return begun;
    }

    /** How long nothing will be due that is not due now. */
    Duration quiet() {
        return act(moves -> claims.quiet(Duration.ofSeconds(1)));
    }

    /** Closes its workers, and itself: what they work on waits again. Closing twice does nothing more. */
    @Override
    public void close() {
        try (store) {
            stop();
        }
    }

    /** Closes its workers. */
    void stop() {
        workers.forEach(Workers::close);
    }

    @Override
    public String toString() {
        return store.toString();
    }
}
