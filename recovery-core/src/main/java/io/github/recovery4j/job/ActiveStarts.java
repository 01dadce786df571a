package io.github.recovery4j.job;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The starts that are under way, so that a shutdown can refuse further ones, stop these, and wait for their end. */
final class ActiveStarts {

    private final Lock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Set<Start<?, ?, ?>> starts = new HashSet<>();
    private boolean refusing;

    /** Takes a start in; false if no more are accepted. */
    boolean begin(Start<?, ?, ?> start) {
        lock.lock();
        try {
            return !refusing && starts.add(start);
        } finally {
            lock.unlock();
        }
    }

    void end(Start<?, ?, ?> start) {
        lock.lock();
        try {
            starts.remove(start);
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void refuse() {
        lock.lock();
        try {
            refusing = true;
        } finally {
            lock.unlock();
        }
    }

    List<Start<?, ?, ?>> now() {
        lock.lock();
        try {
            return List.copyOf(starts);
        } finally {
            lock.unlock();
        }
    }

    void awaitNone() throws InterruptedException {
        lock.lock();
        try {
            while (!starts.isEmpty()) {
                ended.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
