package io.github.recovery4j.ledger;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was begun with a ledger and has not ended. Safe for use by many threads. */
final class UnderWay {

    private final Set<Task> tasks = new LinkedHashSet<>();
    private boolean stopped;

    /** Something with threads of its own. */
    interface Task {

        /** Asks it to end. */
        void stop();

        /** Waits until it has. */
        void join() throws InterruptedException;
    }

    /** What begins after the end ends at once. */
    void begin(Task task) {
        synchronized (this) {
            if (!stopped) {
                tasks.add(task);
                return;
            }
        }
        task.stop();
    }

    synchronized void end(Task task) {
        tasks.remove(task);
    }

    /** Ends all, and waits for that; an interrupt ends the waiting, and is kept. */
    void stop() {
        List<Task> all;
        synchronized (this) {
            stopped = true;
            all = new ArrayList<>(tasks);
        }
        all.forEach(Task::stop);
        try {
            for (Task task : all) {
                task.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
