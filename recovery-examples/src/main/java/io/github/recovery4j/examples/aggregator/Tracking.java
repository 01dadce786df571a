package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.cursor.CursorDefinition;
import io.github.recovery4j.cursor.CursorStore;
import io.github.recovery4j.cursor.Orphaned;
import io.github.recovery4j.queue.Claim;
import io.github.recovery4j.queue.ItemState;
import io.github.recovery4j.queue.QueueDefinition;
import io.github.recovery4j.queue.WorkItem;
import io.github.recovery4j.queue.WorkQueue;
import io.github.recovery4j.step.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What is kept of the chains, and how it hangs together: two cursors for each, one queue for all, and the book.
 *
 * <p>When a chain goes back, the queue gives up what hung on the blocks that were replaced, and then what the book has of them is
 * taken back: whoever is just entering one of them either came first, and it is taken back, or finds that the claim is lost.
 */
final class Tracking {

    static final String ENTERED = "is entered";

    /** A process before this one was killed behind the entry, or the state was restored from a time before it. */
    static final String WAS_THERE = "was in the book";

    static final String QUEUE = "payments";

    /** Being killed while it is entered says nothing against a payment. */
    private static final RetryPolicy TRIES =
            RetryPolicy.attempts(1_000).pauses(Duration.ofMillis(50), Duration.ofSeconds(2));

    private final Book book;
    private final Consumer<String> out;
    private final WorkQueue<Payment> queue;
    private final CursorStore cursors;
    private final Strays strays;

    private Tracking(Recovery recovery, Book book, Consumer<String> out) {
        this.book = book;
        this.out = out;
        this.queue = recovery.queue(QueueDefinition.named(QUEUE, Payment.class).retry(TRIES));
        this.cursors = recovery.cursors(CursorDefinition.named("chains").invalidating(queue, this::takeBack));
        this.strays = Strays.of(book, queue);
    }

    /** Opens what is kept; what a rewind before has left undone is done first. */
    static Tracking open(Recovery recovery, Book book, Consumer<String> out) {
        return new Tracking(recovery, book, out);
    }

    WorkQueue<Payment> queue() {
        return queue;
    }

    /** Somebody who follows a chain; one at a time. */
    Follower follower(Chain chain, int depth) {
        String name = chain.name();
        return new Follower(
                chain,
                new Follower.Tracks(
                        cursors.cursor(name + "/first"), cursors.cursor(name + "/blocks"), depth, queue, strays),
                out);
    }

    /** Forgets where it is on a chain; what was entered is taken back. */
    void forget(String chain) {
        cursors.cursor(chain + "/blocks").reset();
        cursors.cursor(chain + "/first").reset();
    }

    /** Enters a payment. Returns what came of it. */
    String enter(Claim<Payment> claim) {
        boolean isNew = book.enter(claim.payload(), () -> queue.renew(claim));
        String outcome = isNew ? ENTERED : WAS_THERE;
        out.accept("%s: %s %s".formatted(claim.payload().chain(), claim.payload(), outcome));
        return outcome;
    }

    /** The queue has been told before. */
    private void takeBack(Orphaned gone) {
        List<Payment> wrong = Stream.of(ItemState.COMPLETED, ItemState.FAILED)
                .flatMap(state -> queue.items(state).stream())
                .filter(item -> item.terms().origin().filter(gone::contains).isPresent())
                .map(WorkItem::payload)
                .toList();
        book.takeBack(wrong, "its block was replaced");
    }
}
