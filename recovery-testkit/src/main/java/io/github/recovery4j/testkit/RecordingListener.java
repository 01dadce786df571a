package io.github.recovery4j.testkit;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Remembers every event, and lets a test wait for one. Safe for use by many threads.
 */
public final class RecordingListener implements RecoveryListener {

    private final Lock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final List<RecoveryEvent> events = new ArrayList<>();

    /** Creates a listener that has heard nothing. */
    public RecordingListener() {}

    @Override
    public void on(RecoveryEvent event) {
        lock.lock();
        try {
            events.add(event);
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** {@return the events so far, in the order they arrived} */
    public List<RecoveryEvent> all() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@return the events of one kind so far, in the order they arrived}
     *
     * @param type which kind
     * @param <E> which kind
     */
    public <E extends RecoveryEvent> List<E> of(Class<E> type) {
        return all().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /**
     * Waits for the first event of a kind. It may have arrived before.
     *
     * @param type which kind
     * @param timeout how long to wait
     * @param <E> which kind
     * @return the event
     * @throws AssertionError if there is none in time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public <E extends RecoveryEvent> E await(Class<E> type, Duration timeout) throws InterruptedException {
        return await(type, event -> true, timeout);
    }

    /**
     * Waits for the first event of a kind that has what is asked for. It may have arrived before.
     *
     * @param type which kind
     * @param wanted what it must have
     * @param timeout how long to wait
     * @param <E> which kind
     * @return the event
     * @throws AssertionError if there is none in time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public <E extends RecoveryEvent> E await(Class<E> type, Predicate<? super E> wanted, Duration timeout)
            throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            for (Optional<E> found = first(type, wanted); ; found = first(type, wanted)) {
                if (found.isPresent()) {
                    return found.get();
                }
                if (left <= 0) {
                    throw new AssertionError(
                            "No such %s within %s; what happened: %s".formatted(type.getSimpleName(), timeout, list()));
                }
                left = added.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private <E extends RecoveryEvent> Optional<E> first(Class<E> type, Predicate<? super E> wanted) {
        return of(type).stream().filter(wanted).findFirst();
    }

    private String list() {
        return events.isEmpty()
                ? "nothing"
                : events.stream().map(Object::toString).collect(Collectors.joining("\n  ", "\n  ", ""));
    }
}
