package io.github.recovery4j.takeover;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.thread.Bell;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with unfinished runs that nobody works on: their owner died, or gave them back when it was stopped, or their
 * attempt failed. Every process of a fleet has one of its own; they need not know each other.
 *
 * <pre>{@code
 * recovery.register(importJob);
 * TakeOver takeOver = recovery.takeOver(Duration.ofMillis(200));
 * takeOver.status().describe();
 * }</pre>
 *
 * <ol>
 *   <li>A run has one owner: whoever takes it over holds its lease before anything is decided.
 *   <li>A run goes on with the configuration it was begun with, by the same decision that a start of its job would make.
 *   <li>A run that somebody works on, that is finished, or whose work was cancelled by a person is left alone.
 *   <li>The oldest run is taken first; of several a process takes a share, and at most as many as its policy says.
 *   <li>What is wrong with one run delays that one only: it rests for pauses that grow, or, if its attempts are used up or it
 *       is held, it is parked until a person releases it.
 *   <li>Runs of a job that is not registered are reported, and wait for a process that knows it.
 * </ol>
 *
 * <p>How soon the runs of a dead owner are found depends on the storage: where the operating system tells, at the next look;
 * elsewhere when the lease is over. Runs that were given back are found at the next look, or at once where the {@linkplain
 * Storage#onRelease storage tells}.
 *
 * <p>One thread looks, others work; all are daemons. Safe for use by many threads.
 */
public final class TakeOver implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TakeOver.class);

    private final TakeOverPolicy policy;
    private final Scene scene;
    private final Notes notes = new Notes();
    private final Lookout lookout;
    private final Takers takers;
    private final Bell bell = new Bell();
    private final Thread looking;
    private final Storage.Hearing hearing;
    private volatile @Nullable String trouble;
    private volatile boolean closing;

    private TakeOver(Scene scene, Jobs jobs, TakeOverPolicy policy) {
        this.policy = policy;
        this.scene = scene;
        Judge judge = new Judge(scene, notes, policy.backOff());
        this.lookout = new Lookout(scene, jobs, notes, judge);
        this.takers = new Takers(scene, jobs, notes, judge, policy.most());
        this.looking = new Thread(this::run, "recovery4j-takeover");
        looking.setDaemon(true);
        this.hearing = scene.storage().onRelease(bell::ring);
    }

    static TakeOver start(Scene scene, Jobs jobs, TakeOverPolicy policy) {
        TakeOver takeOver = new TakeOver(scene, jobs, policy);
        takeOver.looking.start();
        return takeOver;
    }

    private void run() {
        try {
            while (!closing) {
                long heard = bell.rings();
                round();
                bell.await(heard, varied(policy.every()));
            }
        } catch (InterruptedException e) {
            log.debug("Runs are not taken over any more");
        }
    }

    private void round() {
        try {
            List<RunKey> due = lookout.look();
            trouble = null;
            if (!closing) {
                takers.take(due);
            }
        } catch (RuntimeException | Error e) { // the next look may succeed
            if (!closing && trouble == null) {
                log.warn("It cannot be told which runs wait to be taken over, it is tried again: {}", e.toString());
            }
            trouble = e.toString();
        }
    }

    private static Duration varied(Duration every) {
        return Duration.ofNanos(
                (long) (every.toNanos() * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
    }

    /** Looks at once, without waiting for its time, on its own thread. */
    public void look() {
        bell.ring();
    }

    /** {@return what it knows now} */
    public TakeOverStatus status() {
        return new TakeOverStatus(notes.entries(scene.ticker().nanos()), Optional.ofNullable(trouble));
    }

    /** {@return whether it has been closed} */
    boolean isClosed() {
        return closing;
    }

    /** Takes no more runs over; those that are being worked on go on. */
    void refuse() {
        closing = true;
        hearing.close();
        bell.ring();
        takers.refuse();
    }

    /**
     * Takes no more runs over, asks those that it works on to stop, as a shutdown does, and waits until they have: their newest
     * state is saved, and others may take them over. Closing twice does nothing more.
     */
    @Override
    public void close() {
        refuse();
        takers.stop();
    }
}
