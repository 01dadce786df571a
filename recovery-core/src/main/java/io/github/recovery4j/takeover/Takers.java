package io.github.recovery4j.takeover;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.job.Adoption;
import io.github.recovery4j.job.RecoverableJob;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that take runs over, and work on them. A run whose claim hangs, as its owner is dying or its validator does
 * not answer, keeps one of them busy and nobody else. Safe for use by many threads.
 */
final class Takers {

    private static final Logger log = LoggerFactory.getLogger(TakeOver.class);

    private final Scene scene;
    private final Jobs jobs;
    private final Notes notes;
    private final Judge judge;
    private final int most;
    private final ThreadPoolExecutor threads;
    private final Set<Thread> taking = ConcurrentHashMap.newKeySet();
    private final Set<Adoption> adoptions = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    Takers(Scene scene, Jobs jobs, Notes notes, Judge judge, int most) {
        this.scene = scene;
        this.jobs = jobs;
        this.notes = notes;
        this.judge = judge;
        this.most = most;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(0, most, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "recovery4j-takeover-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Takes some of the runs that are due, in their order, and leaves some to other processes. */
    void take(List<RunKey> due) {
        Queue<RunKey> left = new ConcurrentLinkedQueue<>(due);
        for (int i = share(due.size(), most - notes.working(), most); i > 0; i--) {
            try {
                threads.execute(() -> takeOne(left));
            } catch (RejectedExecutionException e) {
                log.debug("Runs are left to the next look: all threads are busy, or this is closing");
            }
        }
    }

    /**
     * How many of the runs that are due a process takes at a look: half of them, and the less the more it works on already.
     * So of several that look one after the other none takes all; of several that look at once, each gets what it can.
     */
    static int share(int due, int places, int most) {
        int wanted = (int) Math.ceil(due / 2.0 * places / most);
        return Math.min(places, wanted);
    }

    private void takeOne(Queue<RunKey> due) {
        taking.add(Thread.currentThread());
        try {
            RunKey run = due.poll();
            while (run != null && !closing && !take(run)) {
                run = due.poll();
            }
        } finally {
            taking.remove(Thread.currentThread());
        }
    }

    /** Whether it was this process that got it. */
    private boolean take(RunKey run) {
        long now = scene.ticker().nanos();
        if (!notes.begin(run, now)) {
            return false;
        }
        Note.Working working = (Note.Working) notes.of(run).orElseThrow();
        try {
            Attempts said = scene.storage().checkpoints().attempts(run); // before: what is said later is news
            Adoption.Result result = adopt(run, jobs.find(run.job()).orElseThrow());
            judge.judge(run, working, said, result);
            return result instanceof Adoption.Worked;
        } catch (RuntimeException | Error e) { // it is told, and concerns this run only
            failed(run, working, e);
            return true;
        } finally {
            Thread.interrupted(); // it was meant for that run
        }
    }

    private Adoption.Result adopt(RunKey run, RecoverableJob<?, ?, ?> job) {
        Adoption adoption = scene.runner().adoption(job, run);
        adoptions.add(adoption);
        try {
            if (closing) {
                adoption.stop();
            }
            return adoption.carryOut();
        } finally {
            adoptions.remove(adoption);
        }
    }

    private void failed(RunKey run, Note.Working working, Throwable failure) {
        if (closing) {
            notes.forget(run);
            log.debug("Run {} is not taken over by this process: {}", run, failure.toString());
        } else {
            log.debug("Run {} could not be taken over", run, failure);
            judge.postpone(run, working, failure.toString());
        }
    }

    /** Takes no more; those that are being worked on are worked on. */
    void refuse() {
        closing = true;
        threads.shutdown();
    }

    /** Asks what is being worked on to stop, and waits until it has, but not for its own caller. */
    void stop() {
        adoptions.forEach(Adoption::stop);
        boolean interrupted = false;
        while (!ended()) {
            try {
                threads.awaitTermination(100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ended() {
        return threads.isTerminated() || (taking.size() == 1 && taking.contains(Thread.currentThread()));
    }
}
