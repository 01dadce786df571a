package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.queue.Claim;
import io.github.recovery4j.queue.QueueCounts;
import io.github.recovery4j.shutdown.ShutdownTrigger;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The aggregator at work, from the opening of its state to its closing: a thread for each chain, and two more that enter
 * payments.
 */
final class Session implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private static final int WORKERS = 2;

    private final Settings settings;
    private final Recovery recovery;
    private final Tracking tracking;
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
            this.tracking = Tracking.open(recovery, settings.book(), settings.out());
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
        for (Chain chain : settings.chains()) {
            Follower follower = tracking.follower(chain, settings.depth());
            followers.add(follower);
            threads.add(new Thread(() -> follow(follower), "follow-" + chain.name()));
        }
        tracking.queue().work(WORKERS, this::enter);
        threads.forEach(Thread::start);
    }

    /** Forgets where it is on a chain; what was entered is taken back. */
    static void forget(Settings settings, String chain) {
        try (Session session = new Session(settings)) {
            session.tracking.forget(chain);
        }
    }

    private void follow(Follower follower) {
        Ending ending = Ending.FAILED;
        try {
            ending = follower.follow(stop);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("{} is not followed any more", follower.chain().name(), e);
        } finally {
            endings.put(follower.chain().name(), ending);
        }
        if (ending.needsADecision()) {
            settings.out()
                    .accept(
                            "%s: is not followed any more: %s. To forget what was there and follow what is there now: --anew %1$s"
                                    .formatted(follower.chain().name(), ending));
        }
    }

    /** What takes its time is before and behind the entry, so that it can be killed there. */
    private String enter(Claim<Payment> claim) throws InterruptedException {
        Waiter.system().await(settings.pace());
        String outcome = tracking.enter(claim);
        Waiter.system().await(settings.pace());
        return outcome;
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
                .map(follower -> follower.chain().name() + " "
                        + follower.place().map(Describe::place).orElse("(not looked at yet)"))
                .collect(Collectors.joining(", "));
        QueueCounts counts = tracking.queue().counts();
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
    record Settings(Path state, Book book, List<Chain> chains, int depth, Duration pace, Consumer<String> out) {}
}
