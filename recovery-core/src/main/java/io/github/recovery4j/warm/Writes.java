package io.github.recovery4j.warm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out writes to the outside: each is on record as begun before, and as done after it. For whoever has the turn to
 * write; the outside is never asked under the lock.
 */
final class Writes<K, V> {

    private static final Logger log = LoggerFactory.getLogger(WarmRestart.class);

    private final WarmDefinition<K, V> definition;
    private final Items<K, V> items;
    private final StateLog state;
    private final Lock lock;

    /**
     * Carries out nothing yet.
     *
     * @param definition has the outside
     * @param items hear what became of each; guarded by the lock
     * @param state the record
     * @param lock guards the items
     */
    Writes(WarmDefinition<K, V> definition, Items<K, V> items, StateLog state, Lock lock) {
        this.definition = definition;
        this.items = items;
        this.state = state;
        this.lock = lock;
    }

    /** What cannot be written stays owed; if the record fails, all of it does. */
    void carryOut(List<Due<K, V>> all) {
        try {
            List<Due<K, V>> done = done(begun(all));
            locked(() -> done.forEach(items::done));
        } catch (RuntimeException | Error e) {
            locked(() -> all.forEach(due -> items.failed(due, e)));
            throw e;
        }
    }

    private Map<Due<K, V>, Long> begun(List<Due<K, V>> all) {
        Map<Due<K, V>, Long> begun = new LinkedHashMap<>();
        for (Due<K, V> due : all) {
            try {
                begun.put(due, state.append(due.begun()));
            } catch (IllegalArgumentException e) {
                failed(due, e); // too large
            }
        }
        state.sync();
        return begun;
    }

    private List<Due<K, V>> done(Map<Due<K, V>, Long> begun) {
        List<Due<K, V>> done = new ArrayList<>();
        begun.forEach((due, number) -> {
            if (isDone(due)) {
                state.append(new Change.Done(number));
                done.add(due);
            }
        });
        state.sync();
        return done;
    }

    private boolean isDone(Due<K, V> due) {
        try {
            due.carryOut(definition.outside());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(due, e);
        } catch (Exception e) {
            failed(due, e);
        }
        return false;
    }

    private void failed(Due<K, V> due, Exception cause) {
        log.warn(
                "'{}' of {} was not written to the outside, or not deleted there, and stays owed: {}",
                due.key(),
                definition,
                cause.toString());
        locked(() -> items.failed(due, cause));
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
