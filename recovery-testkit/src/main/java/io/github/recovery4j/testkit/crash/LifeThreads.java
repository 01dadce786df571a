package io.github.recovery4j.testkit.crash;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The threads of lives in this JVM: those that execute the work, and all that they start. Threads cannot be killed; so
 * they are interrupted, and then have to end, or to wait for something that never comes, before the next life begins.
 */
final class LifeThreads {

    private final ThreadGroup group = new Group();
    private final Duration patience;

    /**
     * Creates a group without threads.
     *
     * @param patience how long a thread may take to end
     */
    LifeThreads(Duration patience) {
        this.patience = patience;
    }

    /** Threads of the work that die with their process do so silently. */
    private static final class Group extends ThreadGroup {

        Group() {
            super("crash test");
        }

        @Override
        public void uncaughtException(Thread thread, Throwable thrown) {
            if (!(thrown instanceof ProcessDeath)) {
                super.uncaughtException(thread, thrown);
            }
        }
    }

    Thread start(Runnable work) {
        Thread thread = new Thread(group, work, "crash test: work");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    void interrupt() {
        group.interrupt();
    }

    /** Ends them all. Nothing tells that a thread begins to wait, only that it ends; so it is looked at again soon. */
    void end(Thread work) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        interrupt();
        for (Optional<Thread> left = busy(work); left.isPresent(); left = busy(work)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(goesOn(left.get()));
            }
            left.get().join(1);
        }
    }

    private Optional<Thread> busy(Thread work) {
        return all().filter(thread -> thread == work || !waits(thread)).findFirst();
    }

    private Stream<Thread> all() {
        Thread[] found = new Thread[group.activeCount() + 16];
        group.enumerate(found);
        return Arrays.stream(found).filter(Objects::nonNull);
    }

    /** Whether it waits again after it was interrupted, or does not start to. */
    private static boolean waits(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> !thread.isInterrupted();
            case NEW, TERMINATED -> true;
            case RUNNABLE, BLOCKED -> false;
        };
    }

    private String goesOn(Thread thread) {
        String stack = Arrays.stream(thread.getStackTrace())
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining());
        return ("Thread '%s' of the job goes on %s after its process ended, so no other life can begin. It does not"
                        + " react to interrupts, nor to errors, nor to run.stopRequested(). A process of its own can be"
                        + " ended: killing(…)%s")
                .formatted(thread.getName(), patience, stack);
    }
}
