package io.github.recovery4j.takeover;

import io.github.recovery4j.job.RecoverableJob;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The jobs that a recovery can go on with by itself, and who does that. Safe for use by many threads. */
public final class TakeOvers {

    private final Scene scene;
    private final Jobs jobs = new Jobs();
    private final Lock lock = new ReentrantLock();
    private @Nullable TakeOver current;
    private boolean refusing;

    /**
     * Creates one that takes nothing over yet.
     *
     * @param scene what it works with
     */
    public TakeOvers(Scene scene) {
        this.scene = scene;
    }

    /**
     * Makes a job known.
     *
     * @param job its definition
     * @throws IllegalArgumentException if another one has its name
     */
    public void register(RecoverableJob<?, ?, ?> job) {
        jobs.add(job);
    }

    /**
     * Begins to take runs over.
     *
     * @param policy how
     * @return who does it
     * @throws IllegalStateException if it is done already, or this is shutting down
     */
    public TakeOver start(TakeOverPolicy policy) {
        lock.lock();
        try {
            if (refusing) {
                throw new IllegalStateException("This recovery is shutting down: nothing is taken over any more");
            }
            if (current != null && !current.isClosed()) {
                throw new IllegalStateException("This recovery takes runs over already; close that first");
            }
            TakeOver started = TakeOver.start(scene, jobs, policy);
            current = started;
            return started;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing over any more; what is being worked on goes on. */
    public void refuse() {
        lock.lock();
        try {
            refusing = true;
            if (current != null) {
                current.refuse();
            }
        } finally {
            lock.unlock();
        }
    }
}
