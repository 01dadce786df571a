package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.cursor.CursorDefinition;
import io.github.recovery4j.cursor.CursorStore;
import io.github.recovery4j.cursor.Orphaned;
import io.github.recovery4j.queue.Claim;
import io.github.recovery4j.queue.ItemState;
import io.github.recovery4j.queue.QueueCounts;
import io.github.recovery4j.queue.QueueDefinition;
import io.github.recovery4j.queue.WorkItem;
import io.github.recovery4j.queue.WorkQueue;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.step.RetryPolicy;
import io.github.recovery4j.time.Waiter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The aggregator at work, from the opening of its state to its closing.
 *
 * <p>Chains are followed by a thread each, payments are entered by two more. When a chain goes back, the queue gives up what hung
 * on the blocks that were replaced, and then what the book has of them is taken back: whoever is just entering one of them
 * either came first, and it is taken back, or finds that its claim is lost.
 */
final class Session implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    static final String ENTERED = "is entered";

    /** A process before this one was killed behind the entry, or the state was restored from a time before it. */
    static final String WAS_THERE = "was in the book";

    private static final int WORKERS = 2;

    /** Being killed while it is entered says nothing against a payment. */
    private static final RetryPolicy TRIES =
            RetryPolicy.attempts(1_000).pauses(Duration.ofMillis(50), Duration.ofSeconds(2));

    private final Settings settings;
    private final Recovery recovery;
    private final WorkQueue<Payment> queue;
    private final CursorStore cursors;
    private final List<Follower> followers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Ending> endings = new ConcurrentHashMap<>();
    private final Stop stop = new Stop();

    private Session(Settings settings) {
        this.settings = settings;
        this.recovery = Recovery.builder()
                .directory(settings.state())
                .shutdownOn(ShutdownTrigger.none())
                .open();
        try {
            this.queue = recovery.queue(QueueDefinition.named("payments", Payment.class).retry(TRIES));
            this.cursors = recovery.cursors(
                    CursorDefinition.named("chains").invalidating(queue, this::takeBack));
        } catch (RuntimeException e) {
            recovery.close();
            throw e;
        }
    }

    /** Opens the state, and begins. */
    static Session open(Settings settings) {
        Session session = new Session(settings);
        try {
            session.begin();
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private void begin() {
        Strays strays = Strays.of(settings.book(), queue);
        for (Chain chain : settings.chains()) {
            Follower follower = new Follower(
                    chain,
                    new Follower.Tracks(
                            cursors.cursor(chain.name() + "/first"),
                            cursors.cursor(chain.name() + "/blocks"),
                            settings.depth(),
                            queue,
                            strays),
                    settings.out());
            followers.add(follower);
            threads.add(new Thread(() -> follow(follower), "follow-" + chain.name()));
        }
        queue.work(WORKERS, this::enter);
        threads.forEach(Thread::start);
    }

    /** Forgets where it is on a chain; what was entered is taken back. */
    static void forget(Settings settings, String chain) {
        try (Session session = new Session(settings)) {
            session.cursors.cursor(chain + "/blocks").reset();
            session.cursors.cursor(chain + "/first").reset();
        }
    }

    private void follow(Follower follower) {
        Ending ending = Ending.FAILED;
        try {
            ending = follower.follow(stop);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("{} is not followed any more", follower.chain(), e);
        } finally {
            endings.put(follower.chain().name(), ending);
        }
        if (ending.needsADecision()) {
            settings.out()
                    .accept("%s: is not followed any more: %s. To forget what was there and follow what is there now: --anew %s"
                            .formatted(follower.chain(), ending, follower.chain()));
        }
    }

    /** Enters a payment; what takes its time is before and behind that, so that it can be killed there. */
    private String enter(Claim<Payment> claim) throws InterruptedException {
        Waiter.system().await(settings.pace());
        boolean isNew = settings.book().enter(claim.payload(), () -> queue.renew(claim));
        settings.out().accept("%s: %s %s".formatted(claim.payload().chain(), claim.payload(), isNew ? ENTERED : WAS_THERE));
        Waiter.system().await(settings.pace());
        return isNew ? ENTERED : WAS_THERE;
    }

    /** The queue has been told before. */
    private void takeBack(Orphaned gone) {
        List<Payment> wrong = Stream.of(ItemState.COMPLETED, ItemState.FAILED)
                .flatMap(state -> queue.items(state).stream())
                .filter(item -> item.terms().origin().filter(gone::contains).isPresent())
                .map(WorkItem::payload)
                .toList();
        settings.book().takeBack(wrong, "its block was replaced");
    }

    /** Whether somebody still follows a chain. */
    boolean isFollowing() {
        return endings.size() < settings.chains().size();
    }

    /** Why chains are not followed any more. */
    Set<Ending> endings() {
        Set<Ending> all = EnumSet.noneOf(Ending.class);
        all.addAll(endings.values());
        return all;
    }

    /** Where it is on each chain, and what is not entered yet: in this order, so that nothing seems done that is not. */
    String status() {
        String places = followers.stream()
                .map(follower -> follower.chain() + " "
                        + follower.place().map(Describe::place).orElse("(not looked at yet)"))
                .collect(Collectors.joining(", "));
        QueueCounts counts = queue.counts();
        return "%s; %d to be entered".formatted(places, counts.pending() + counts.processing());
    }

    /** Ends the work, and closes the state. */
    @Override
    public void close() {
        stop.request();
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        recovery.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What it works with.
     *
     * @param state where it is kept
     * @param book what counts; stays open
     * @param chains which are followed
     * @param depth how many blocks a chain may go back
     * @param pace how long the entering of a payment takes, twice
     * @param out is told what happens, a line each
     */
    record Settings(
            Path state,
            Book book,
            List<Chain> chains,
            int depth,
            Duration pace,
            Consumer<String> out) {}
}
