package io.github.recovery4j.thread;

import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does many things again and again, each on a schedule of its own that no other delays, and never beside itself. What takes
 * longer than its interval leaves out the times that it missed. What throws is logged, and comes again. One daemon thread
 * keeps the time; the others are there while there is something to do. Safe for use by many threads.
 */
public final class Rounds implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Rounds.class);
    private static final long KEEP_SECONDS = 60;

    /** What is done at a time. */
    @FunctionalInterface
    public interface Round {

        /**
         * Does it once.
         *
         * @throws InterruptedException if the rounds are closed meanwhile
         */
        void run() throws InterruptedException;
    }

    private final String name;
    private final Ticker ticker;
    private final ScheduledThreadPoolExecutor clock;
    private final ExecutorService workers;

    /**
     * Creates rounds in which nothing is done yet.
     *
     * @param name of the threads; what they do follows
     * @param ticker measures how long a round took
     */
    public Rounds(String name, Ticker ticker) {
        this.name = name;
        this.ticker = ticker;
        this.clock = new ScheduledThreadPoolExecutor(1, task -> daemon(task, name));
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        clock.setRemoveOnCancelPolicy(true);
        this.workers = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                KEEP_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, name));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Does something now, and then in intervals, until this is closed.
     *
     * @param what it is, for people
     * @param interval from begin to begin
     * @param round does it
     * @return lets it be done before it is due
     */
    public Course every(String what, Duration interval, Round round) {
        Course course = new Course(what, interval, round);
        course.now();
        return course;
    }

    /** Something that is done again and again. Safe for use by many threads. */
    public final class Course {

        private final String what;
        private final Duration interval;
        private final Round round;

        // guarded by this
        private boolean underWay;
        private boolean askedAgain;
        private @Nullable Future<?> due;

        private Course(String what, Duration interval, Round round) {
            this.what = what;
            this.interval = interval;
            this.round = round;
        }

        /** Has it done now, and then again in intervals; if it is under way, once more when it has ended. Returns at once. */
        public void now() {
            synchronized (this) {
                if (underWay) {
                    askedAgain = true;
                    return;
                }
                underWay = true;
                if (due != null) {
                    due.cancel(false);
                }
            }
            once(what, this::take);
        }

        private void take() throws InterruptedException {
            long begun = ticker.nanos();
            try {
                round.run();
            } finally {
                long took = ticker.nanos() - begun;
                end(interval.toNanos() - took % interval.toNanos());
            }
        }

        private void end(long nanos) {
            synchronized (this) {
                underWay = false;
                if (!askedAgain) {
                    due = later(nanos);
                    return;
                }
                askedAgain = false;
            }
            now();
        }

        private @Nullable Future<?> later(long nanos) {
            try {
                return clock.schedule(this::now, nanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                log.debug("{}: {} is not done any more", name, what);
                return null;
            }
        }
    }

    /**
     * Does something now, beside everything else. After {@link #close} nothing happens.
     *
     * @param what it is, for people
     * @param round does it
     */
    public void once(String what, Round round) {
        try {
            workers.execute(() -> carryOut(what, round));
        } catch (RejectedExecutionException e) {
            log.debug("{}: {} is not done any more", name, what);
        }
    }

    private void carryOut(String what, Round round) {
        Thread thread = Thread.currentThread();
        thread.setName(name + ": " + what);
        try {
            round.run();
        } catch (InterruptedException e) {
            log.debug("{}: {} was interrupted", name, what);
        } catch (RuntimeException | Error e) {
            log.error("{}: {} failed, and is tried again when it is due", name, what, e);
        } finally {
            thread.setName(name);
        }
    }

    /**
     * Ends all rounds: what is under way is interrupted, and waited for as long as asked.
     *
     * @param grace how long to wait
     * @return whether everything has ended
     */
    public boolean close(Duration grace) {
        clock.shutdownNow();
        workers.shutdownNow();
        try {
            return workers.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends all rounds, and waits for up to five seconds for what is under way. */
    @Override
    public void close() {
        if (!close(Duration.ofSeconds(5))) {
            log.warn("{}: something that was interrupted has not ended yet; it is left alone", name);
        }
    }
}
