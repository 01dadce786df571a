package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.cursor.Cursor;
import io.github.recovery4j.cursor.Position;
import io.github.recovery4j.cursor.Rewind;
import io.github.recovery4j.cursor.Verdict;
import io.github.recovery4j.cursor.Waypoint;
import io.github.recovery4j.queue.Submission;
import io.github.recovery4j.queue.Terms;
import io.github.recovery4j.queue.WorkQueue;
import io.github.recovery4j.step.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Goes along one chain, block by block, and submits what is paid in each.
 *
 * <ol>
 *   <li>A block is submitted whole before the cursor goes on, and the one where the cursor is is submitted once more when this
 *       begins: so a crash between loses none, and ids that a repetition finds make none double.
 *   <li>What is asked for of a block is asked for by its hash, before the cursor comes to it.
 *   <li>A node that does not answer, or has fewer blocks than were seen, is waited for. It proves nothing.
 *   <li>A node with another first block has another chain. That is looked at before any block, whenever the node was out of
 *       reach, and before a reorganisation is called too deep.
 * </ol>
 */
final class Follower {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final RetryPolicy PAUSES =
            RetryPolicy.attempts(Integer.MAX_VALUE).pauses(Duration.ofMillis(100), Duration.ofSeconds(1));

    private final Chain chain;
    private final Tracks tracks;
    private final Consumer<String> out;
    private boolean known;
    private boolean submitted;
    private int failures;
    private volatile Optional<Waypoint> place = Optional.empty();

    /**
     * What it works with.
     *
     * @param first a cursor of its own for the first block
     * @param blocks how far it has come
     * @param depth how many blocks it may go back
     * @param queue what is to be entered
     * @param strays what is in the book by mistake
     */
    record Tracks(Cursor first, Cursor blocks, int depth, WorkQueue<Payment> queue, Strays strays) {}

    Follower(Chain chain, Tracks tracks, Consumer<String> out) {
        this.chain = chain;
        this.tracks = tracks;
        this.out = out;
    }

    Chain chain() {
        return chain;
    }

    /** Up to where everything is submitted; empty before the first block was looked at. */
    Optional<Waypoint> place() {
        return place;
    }

    /** Follows the chain until it is stopped, or cannot go on. */
    Ending follow(Stop stop) throws InterruptedException {
        while (!stop.requested()) {
            try {
                Optional<Ending> end = step(stop);
                if (end.isPresent()) {
                    return end.get();
                }
                answered();
            } catch (IOException e) {
                unanswered(e, stop);
            }
        }
        return Ending.STOPPED;
    }

    private void answered() {
        if (failures > 0) {
            say("can be followed again, after %d tries".formatted(failures));
            failures = 0;
        }
    }

    private void unanswered(IOException failure, Stop stop) throws InterruptedException {
        known = false;
        failures++;
        if (failures == 1) {
            say("has to wait: " + failure.getMessage());
        }
        stop.await(PAUSES.pause(failures));
    }

    /** Whether it is the chain that was followed before. */
    private Optional<Ending> identify() throws IOException, InterruptedException {
        String hash = chain.genesis().hash();
        Optional<Waypoint> first = tracks.first().at();
        if (first.isEmpty()) {
            tracks.first().advance(Position.ZERO, hash);
        } else if (!first.get().anchor().equals(hash)) {
            return Optional.of(Ending.ANOTHER_CHAIN);
        }
        known = true;
        return Optional.empty();
    }

    /** Goes one block on, or back to where the chain is the same, or pauses. Returns why it cannot go on, if so. */
    Optional<Ending> step(Stop stop) throws IOException, InterruptedException {
        Optional<Ending> stranger = known ? Optional.empty() : identify();
        return stranger.isPresent() ? stranger : goTo(chain.head(), stop);
    }

    private Optional<Ending> goTo(Block head, Stop stop) throws IOException, InterruptedException {
        Optional<Waypoint> at = tracks.blocks().at();
        if (at.filter(here -> here.position().compareTo(head.number()) > 0).isPresent()) {
            throw new IOException(
                    "its node has blocks up to %s, and it was at %s before".formatted(head, Describe.place(at.get())));
        }
        Rewind found = tracks.blocks().rewindTo(tracks.depth(), this::verdict);
        if (found instanceof Rewind.Undecided undecided) {
            throw new IOException("of %s it cannot be told whether it holds: %s"
                    .formatted(Describe.place(undecided.doubtful()), undecided.reason()));
        }
        if (found instanceof Rewind.Exhausted) {
            return identify().or(() -> Optional.of(Ending.TOO_DEEP));
        }
        if (found instanceof Rewind.Rewound back) {
            say("went back from %s to %s".formatted(Describe.place(back.from()), Describe.place(back.to())));
        }
        goOn(head, stop);
        return Optional.empty();
    }

    /** A node that does not have a block may be behind. */
    private Verdict verdict(Waypoint at) throws IOException, InterruptedException {
        Optional<Block> now = chain.block(at.position());
        return now.map(block -> Verdict.of(block.hash().equals(at.anchor()))).orElse(Verdict.UNKNOWN);
    }

    private void goOn(Block head, Stop stop) throws IOException, InterruptedException {
        Optional<Waypoint> at = tracks.blocks().at();
        if (at.isPresent() && !submitted) {
            submit(at.get(), chain.payments(at.get().anchor()));
        } else if (at.isPresent() && at.get().position().equals(head.number())) {
            stop.await(POLL);
        } else {
            next(at);
        }
    }

    private void next(Optional<Waypoint> at) throws IOException, InterruptedException {
        Position number = at.map(here -> here.position().next()).orElse(Position.ZERO);
        Optional<Block> block = chain.block(number);
        if (block.isEmpty()
                || at.filter(here -> !here.anchor().equals(block.get().parent()))
                        .isPresent()) {
            return; // the chain was reorganised this moment, the next step finds out
        }
        List<Payment> payments = chain.payments(block.get().hash());
        int strays = tracks.strays().settle(chain.name(), number, block.get().hash());
        Waypoint here = tracks.blocks().advance(number, block.get().hash());
        submit(here, payments);
        if (!payments.isEmpty() || strays > 0) {
            say("%s has %s%s"
                    .formatted(
                            block.get(),
                            Describe.payments(payments.size()),
                            strays > 0 ? "; %d of another block were taken back".formatted(strays) : ""));
        }
    }

    /**
     * A block that comes back after it was replaced is another place with the same payments, which may have been taken back: so
     * the id of the work has the place, and the payment itself has the key.
     */
    private void submit(Waypoint at, List<Payment> payments) {
        for (Payment payment : payments) {
            Submission answer = tracks.queue().submit(payment.key() + "@" + at.id(), payment, Terms.NORMAL.at(at));
            if (answer == Submission.ORPHANED) { // nobody else moves this cursor
                throw new IllegalStateException(
                        "The queue knows that %s was given up, where %s has just come to: they are of different moments, and nothing is entered. Restore another backup"
                                .formatted(Describe.place(at), tracks.blocks()));
            }
        }
        submitted = true;
        place = Optional.of(at);
    }

    private void say(String what) {
        out.accept(chain.name() + ": " + what);
    }
}
